import { isMatch } from '../lib/text.js';

/** The domains of AWS's partitions. Only AWS can sign as a host under them. */
const AWS_DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/** Region, domain and pool, in the regional form and the global one that AWS is moving to. */
const COGNITO_ISSUER =
  /^https:\/\/(?:issuer-)?cognito-idp\.([a-z]+(?:-[a-z]+)+-\d+)\.([^/]+)\/(.*)$/u;

/** An emulator on the same machine. */
const LOOPBACK = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/|$)/u;

const USER_POOL_ID = /^[a-z]+(?:-[a-z]+)+-\d+_[A-Za-z0-9]+$/u;

/**
 * Whether a URL is the issuer of one of these user pools. Without a list, it may be that of any
 * pool, whatever the form of its id, or a loopback address.
 */
export function isCognitoIssuer(issuer: string, pools?: readonly string[]): boolean {
  const [, region, domain = '', pool = ''] = COGNITO_ISSUER.exec(issuer) ?? [];
  if (!AWS_DOMAINS.includes(domain)) return pools === undefined && LOOPBACK.test(issuer);
  return pools === undefined || (pools.includes(pool) && pool.startsWith(`${region}_`));
}

export function isUserPoolId(id: unknown): id is string {
  return isMatch(USER_POOL_ID, id);
}
