import { quote } from './quote.js';

/** @throws TypeError that quotes a wrong value and says what to write instead */
export function misuse(what: string, value: unknown, instead: string): never {
  throw new TypeError(`${what} is ${quote(value)}; write ${instead}`);
}
