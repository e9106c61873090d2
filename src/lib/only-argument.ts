import { misuse } from './misuse.js';

/**
 * The argument of a function that takes one. A second one would be ignored, and a rule without it
 * would allow more than its author meant.
 *
 * @throws TypeError that quotes all arguments
 */
export function onlyArgument(what: string, given: readonly unknown[], wayOut: string): unknown {
  return given.length === 1 ? given[0] : misuse(what, given, wayOut);
}
