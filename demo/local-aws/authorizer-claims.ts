/** What a verified token says. */
export type TokenClaims = Readonly<Record<string, unknown>>;

type Rendered = Record<string, string>;

/** Claims that a REST API writes as Java dates; `auth_time` stays a number in a string. */
const JAVA_DATES: ReadonlySet<string> = new Set(['exp', 'iat']);

/** REST API with a `COGNITO_USER_POOLS` authorizer: `["a","b"]` becomes `"a,b"`. */
export function restAuthorizer(token: TokenClaims): { claims: Rendered } {
  return {
    claims: render(token, (name, value) => {
      if (JAVA_DATES.has(name) && typeof value === 'number') return javaDate(value);
      return Array.isArray(value) ? value.map(scalar).join(',') : scalar(value);
    }),
  };
}

/** HTTP API with a JWT authorizer, payload 2.0: `["a","b"]` becomes `"[a b]"`. */
export function httpAuthorizer(token: TokenClaims): { jwt: { claims: Rendered; scopes: null } } {
  return { jwt: httpAuthorizerV1(token) };
}

/** The same for payload 1.0, which has the path of a REST API and the string of an HTTP API. */
export function httpAuthorizerV1(token: TokenClaims): { claims: Rendered; scopes: null } {
  const present = Object.fromEntries(Object.entries(token).filter(([, value]) => value !== null));
  return {
    claims: render(present, (_, value) =>
      Array.isArray(value) ? `[${value.map(scalar).join(' ')}]` : scalar(value),
    ),
    scopes: null,
  };
}

function render(token: TokenClaims, toText: (name: string, value: unknown) => string): Rendered {
  return Object.fromEntries(
    Object.entries(token).map(([name, value]) => [name, toText(name, value)]),
  );
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`no capture shows how API Gateway writes ${JSON.stringify(value)}`);
}

/** `Thu Sep 26 09:22:46 UTC 2024` */
function javaDate(seconds: number): string {
  const [day, date, month, year, time] = new Date(seconds * 1000).toUTCString().split(' ');
  return `${day?.slice(0, 3)} ${month} ${date} ${time} UTC ${year}`;
}
