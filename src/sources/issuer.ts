/** The domains of the AWS partitions. Only AWS controls the hosts under them. */
const AWS_DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/** The current form of the host, and the form that AWS is moving to. */
const HOST_PREFIXES = ['cognito-idp', 'issuer-cognito-idp'];

const COGNITO_HOST = /^(?:issuer-)?cognito-idp\.[a-z]+(?:-[a-z]+)+-\d+\.(.+)$/u;

/** An emulator on the same machine. */
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

const USER_POOL_ID = /^([a-z]+(?:-[a-z]+)+-\d+)_[A-Za-z0-9]+$/u;

/** The issuers accepted so far, because parsing a URL costs a third of a request. */
const accepted: string[] = [];
const MAX_ACCEPTED = 10;

/**
 * Whether an issuer is a Cognito user pool or a loopback address. It checks the scheme, the host,
 * the user info and the port of the URL, not the id of the pool.
 */
export function isCognitoIssuer(issuer: string): boolean {
  if (accepted.includes(issuer)) return true;
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isAccepted = url !== undefined && isTrusted(url) && hasPlainHost(issuer, url);
  if (isAccepted && accepted.length < MAX_ACCEPTED) accepted.push(issuer);
  return isAccepted;
}

function isTrusted({ protocol, hostname, port, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  if (LOOPBACK_HOST.test(hostname)) return protocol === 'https:' || protocol === 'http:';
  const [, domain = ''] = COGNITO_HOST.exec(hostname) ?? [];
  return protocol === 'https:' && port === '' && AWS_DOMAINS.includes(domain);
}

/**
 * Whether the host stands in the issuer as it is. Parsers disagree about `\`, tabs and wide
 * letters: the one that found the keys of this issuer may have read another host.
 */
function hasPlainHost(issuer: string, { protocol, hostname }: URL): boolean {
  const start = `${protocol}//${hostname}`;
  return issuer.startsWith(start) && /^(?::\d+)?(?:\/|$)/u.test(issuer.slice(start.length));
}

export function isUserPoolId(id: string): boolean {
  return USER_POOL_ID.test(id);
}

/** The issuers that a user pool may have, for every partition. */
export function issuersOf(userPoolId: string): readonly string[] {
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  return HOST_PREFIXES.flatMap((prefix) =>
    AWS_DOMAINS.map((domain) => `https://${prefix}.${region}.${domain}/${userPoolId}`),
  );
}
