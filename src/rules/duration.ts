import { quote } from '../lib/quote.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * @returns the seconds of an integer followed by one of `s`, `m`, `h`, `d`: `'15m'` is 900
 * @throws TypeError for anything else
 */
export function toSeconds(label: string, duration: unknown): number {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/u.exec(String(duration)) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (typeof duration === 'string' && seconds > 0) return seconds;
  throw new TypeError(
    `${label} takes a duration such as '15m', '1h' or '7d', got ${quote(duration)}`,
  );
}
