/** `Thu Sep 26 09:22:46 UTC 2024`, as Java prints a date. */
function javaDate(seconds: number): string {
  const [weekday, day, month, year, time] = new Date(seconds * 1000)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

/**
 * A Cognito authorizer of a REST API: everything is text, `exp` and `iat` are dates, and a list is joined with bare commas.
 *
 * @throws TypeError for a name with a comma: what is sent for it is not documented. Give the value of the wire in `claims` instead,
 * beside `groups: []`.
 */
export function renderForRestApi(
  claims: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return render(claims, (key, value) => {
    if ((key === 'exp' || key === 'iat') && typeof value === 'number') return javaDate(value);
    if (!Array.isArray(value)) return String(value);
    if (value.some((item) => String(item).includes(','))) {
      throw new TypeError(
        `how a REST API sends a comma inside ${JSON.stringify(value)} is not documented; write the wire value in claims, beside groups: []`,
      );
    }
    return value.join(',');
  });
}

/** A JWT authorizer of an HTTP API: everything is text, a list stands in brackets with spaces between; null claims are left out. */
export function renderForHttpApi(
  claims: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return render(claims, (_, value) =>
    Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
  );
}

function render(
  claims: Readonly<Record<string, unknown>>,
  toText: (key: string, value: unknown) => string,
): Record<string, string> {
  const present = Object.entries(claims).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(present.map(([key, value]) => [key, toText(key, value)]));
}
