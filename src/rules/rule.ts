import type { ClaimName } from '../lib/claim-name.js';

/** A rule that another rule may contain: every rule but `everyone`. */
export type NestedRule<TGroup extends string = string> =
  | TGroup
  | { readonly anyOf: readonly NestedRule<TGroup>[] }
  | { readonly allOf: readonly NestedRule<TGroup>[] }
  | { readonly noneOf: readonly NestedRule<TGroup>[] }
  | { readonly authenticated: true }
  | { readonly user: true }
  | { readonly scope: string }
  | { readonly issuedWithin: string }
  | { readonly signedInWithin: string }
  | { readonly owner: string; readonly claim?: ClaimName }
  | { readonly groupTemplate: string };

/** What `anyOf`, `allOf` and `noneOf` take: one or more rules. */
export type NestedRules<TGroup extends string = string> = readonly [
  NestedRule<TGroup>,
  ...NestedRule<TGroup>[],
];

/**
 * Who may call, as plain data that can be printed, compared, reviewed, and read from a JSON file. A
 * string is a group name. Every rule except `everyone` requires an identity.
 */
export type Rule<TGroup extends string = string> = NestedRule<TGroup> | { readonly everyone: true };
