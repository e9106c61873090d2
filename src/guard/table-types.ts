import type { Rule } from '../rules/rule.js';
import type { Method } from './route.js';

/**
 * A key with a space must be `METHOD /path`, without a parameter in the form `:teamId`, or an
 * AppSync channel; any other is for WebSocket or AppSync.
 */
export type RouteKey<TKey> = TKey extends `${string} ${string}/:${string}`
  ? never
  : TKey extends `${string} ${string}`
    ? TKey extends `${Method | 'PUBLISH' | 'SUBSCRIBE'} /${string}`
      ? TKey
      : never
    : TKey extends '' | `/${string}`
      ? never
      : TKey;

/** Makes a malformed key a compile error at that key, which says what to write. */
export type MalformedKeys<TTable> = {
  readonly [TKey in keyof TTable as TKey extends RouteKey<TKey> ? never : TKey]: {
    readonly error: `'${TKey & string}' is not a route key; write ${HttpKey}, ${OtherKey}`;
  };
};

type HttpKey = "'GET /teams/{teamId}' (method in capitals, or ANY)";
type OtherKey = "a WebSocket route key such as '$connect', or 'Query.teams'";

/**
 * A rule in a table for these names. In a table without `as const`, a name has the type `string`.
 */
export type RuleOrName<TGroup extends string> = Rule<TGroup> | (string & {});

/** Makes an undefined name a compile error at its route, which says what to write. */
export type UnknownNames<TTable, TGroup extends string> = {
  readonly [TKey in keyof TTable]: RuleOrName<TGroup> extends TTable[TKey]
    ? unknown
    : NameCheck<Extract<TTable[TKey], string>, TGroup>;
};

type NameCheck<TName, TGroup extends string> = [TName] extends [TGroup]
  ? unknown
  : string extends TName
    ? { readonly error: 'the name has the type string; write `as const` after the table' }
    : Rule<TGroup>;
