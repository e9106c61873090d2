import { isMatch } from '../lib/text.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * @returns the seconds of an integer followed by `s`, `m`, `h` or `d`: `'15m'` is 900; `undefined`
 *   for anything else and for zero
 */
export function toSeconds(duration: unknown): number | undefined {
  if (!isMatch(/^\d{1,9}[smhd]$/u, duration)) return undefined;
  return Number(duration.slice(0, -1)) * Number(SECONDS[duration.slice(-1)]) || undefined;
}
