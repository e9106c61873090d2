/** A mismatch that a person has to fix. */
export interface Finding {
  /** The route, or the API. */
  readonly route: string;
  readonly problem: string;
  /** What to write to fix it. */
  readonly fix: string;
  /** Where it is in the template, if it is there. */
  readonly at: string | undefined;
}
