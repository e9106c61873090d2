import type { Implies } from '../rules/hierarchy.js';
import type { Rule } from '../rules/rule.js';

/** What one kind of caller may do on one route; `if` holds the condition, in words. */
export type Cell = 'allowed' | 'denied' | { readonly if: string };

/** One route of a matrix. */
export interface MatrixRow {
  /** The route as in a table: `PUT /teams/{teamId}`. */
  readonly route: string;
  readonly rule: Rule;
  /** One cell a column, in the order of the columns. */
  readonly access: Readonly<Record<string, Cell>>;
}

/** A matrix as a file: `matrix.json` of the command. */
export interface MatrixJson {
  readonly version: 1;
  readonly columns: readonly string[];
  readonly routes: readonly MatrixRow[];
  /** The hierarchy, if there is one: it decides for callers in several groups too. */
  readonly implies?: Implies;
}
