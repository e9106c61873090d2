import { quote } from '../lib/quote.js';

/** `Thu Sep 26 09:22:46 UTC 2024`, as Java prints a date. */
function javaDate(seconds: number): string {
  const [weekday, day, month, year, time] = new Date(seconds * 1000)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

/**
 * The claims as the Cognito authorizer of a REST API writes them: every value is a string, `exp`
 * and `iat` are dates, and a list is joined with commas, without quotes.
 *
 * @throws TypeError for a name with a comma, because AWS does not document what is sent for it
 */
export function renderForRestApi(
  claims: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return render(claims, (key, value) => {
    if ((key === 'exp' || key === 'iat') && typeof value === 'number') return javaDate(value);
    if (!Array.isArray(value)) return String(value);
    if (value.some((item) => String(item).includes(','))) {
      throw new TypeError(
        `restApiEvent: AWS does not document how ${quote(value)} is sent, ` +
          'because of the comma in a name; write groups: [] and the sent value in claims',
      );
    }
    return value.join(',');
  });
}

/**
 * The claims as the JWT authorizer of an HTTP API writes them: every value is a string, and a list
 * is in brackets, with its items separated by spaces. A claim that is `null` is omitted.
 */
export function renderForHttpApi(
  claims: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return render(claims, (_, value) =>
    Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
  );
}

function render(
  claims: Readonly<Record<string, unknown>>,
  toValue: (key: string, value: unknown) => string,
): Record<string, string> {
  const present = Object.entries(claims).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(present.map(([key, value]) => [key, toValue(key, value)]));
}
