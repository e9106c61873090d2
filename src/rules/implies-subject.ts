/**
 * `true` for a rule that only callers with a `sub` satisfy: `user`, `owner` of the claim `sub`, and
 * `allOf` with one of them. Any other rule, and a choice between such a rule and another, is
 * `false` or `boolean`.
 */
export type ImpliesSubject<TRule> = TRule extends { readonly user: true }
  ? true
  : TRule extends { readonly owner: string; readonly claim?: never }
    ? true
    : TRule extends { readonly allOf: infer TRules }
      ? SomeImpliesSubject<TRules>
      : false;

/** A list whose length is not known may hold anything. */
type SomeImpliesSubject<TRules> = TRules extends readonly [infer TFirst, ...infer TOthers]
  ? [ImpliesSubject<TFirst>] extends [true]
    ? true
    : SomeImpliesSubject<TOthers>
  : false;
