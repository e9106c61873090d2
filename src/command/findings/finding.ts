/** One thing to mend, for a person. */
export interface Finding {
  /** The route, or the API. */
  readonly route: string;
  readonly problem: string;
  /** The line that mends it. */
  readonly mend: string;
  /** Where it is in the template, if it is there. */
  readonly at: string | undefined;
}
