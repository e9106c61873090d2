import type { Implies } from '../rules/hierarchy.js';
import type { Rule } from '../rules/rule.js';

/** Whether one kind of caller may call one route. `if` is the condition in words. */
export type Cell = 'allowed' | 'denied' | { readonly if: string };

/** One route of a matrix. */
export interface MatrixRow {
  /** The route as in a table: `PUT /teams/{teamId}`. */
  readonly route: string;
  readonly rule: Rule;
  /** One cell for each column, in the order of the columns. */
  readonly access: Readonly<Record<string, Cell>>;
}

/** A matrix as data: the content of a file for `check --against`. */
export interface MatrixJson {
  readonly version: 1;
  readonly columns: readonly string[];
  readonly routes: readonly MatrixRow[];
  /** The hierarchy, if there is one: it decides for callers in several groups too. */
  readonly implies?: Implies;
}
