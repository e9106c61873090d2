/**
 * `true` for a rule that only callers with a `sub` can satisfy: `user`, `owner` with the claim
 * `sub`, or `allOf` with one of these. For any other rule, or a choice between such a rule and
 * another, it is `false` or `boolean`.
 */
export type ImpliesSubject<TRule> = TRule extends { readonly user: true }
  ? true
  : TRule extends { readonly owner: string; readonly claim?: never }
    ? true
    : TRule extends { readonly allOf: infer TRules }
      ? SomeImpliesSubject<TRules>
      : false;

/** A list of unknown length may contain anything. */
type SomeImpliesSubject<TRules> = TRules extends readonly [infer TFirst, ...infer TOthers]
  ? [ImpliesSubject<TFirst>] extends [true]
    ? true
    : SomeImpliesSubject<TOthers>
  : false;
