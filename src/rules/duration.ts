import { isMatch } from '../lib/text.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * @returns the seconds of an integer followed by `s`, `m`, `h` or `d`: `'15m'` is 900; 0 for
 *   anything else
 */
export function toSeconds(duration: unknown): number {
  return isMatch(/^\d{1,9}[smhd]$/u, duration)
    ? Number(duration.slice(0, -1)) * (SECONDS[duration.slice(-1)] as number)
    : 0;
}
