/** Small pools, so that random callers often satisfy random rules, and often almost do. */

/** Legal names of Cognito groups, some of which look like other things. */
export const NAMES = [
  'a',
  'b',
  'c',
  'admin',
  'not_admin',
  '\u00e9',
  'e\u0301',
  'Admin',
  'x-1',
  'x-a',
  'y-1/2',
  'y-1/2/1',
  'y-a:b',
  'y-a:b:1',
  '[a]',
  '"a"',
  '["a","b"]',
  'DOMAIN\\a',
  '\u{1f469}\u200d\u{1f680}',
  '__proto__',
  'constructor',
  'a%62',
];

/** Those that most rules and callers have. */
export const USUAL_NAMES = NAMES.slice(0, 7);

/** Names that a list with commas or spaces cannot carry. */
export const TORN_NAMES = ['a,admin', 'b\\,admin', ',a', 'a b', 'a b,c'];

/** Subjects, claims and path parameters. */
export const VALUES = ['1', '2', 'a', 'admin', '1/2', 'a:b', '%31', '\u00e9', '__proto__', ''];

export const SCOPES = ['orders/read', 'orders/write', 'openid', 'orders'];

export const CLIENTS = ['client-1', 'client-2'];

/** Seconds of every duration in a random rule. */
export const DURATIONS = { '90s': 90, '15m': 900, '1h': 3600, '1d': 86_400 };

/** Ages of a token at and beside each of those, and at the limit of skew. */
export const AGES = [
  0, 1, 89, 90, 91, 899, 900, 901, 3600, 3601, 86_400, 86_401, -59, -60, -61, -90_000,
];

const REGION = 'eu-west-1';
export const POOL = `${REGION}_AbCdEf123`;
export const OTHER_POOL = `${REGION}_OtherPool`;

/** Issuers, and whether each is accepted without a pin. `undefined`: the token names none. */
export const ISSUERS = {
  pool: [`https://cognito-idp.${REGION}.amazonaws.com/${POOL}`, true],
  'pool, global form': [`https://issuer-cognito-idp.${REGION}.amazonaws.com/${POOL}`, true],
  'other pool': [`https://cognito-idp.${REGION}.amazonaws.com/${OTHER_POOL}`, true],
  'pool in China': ['https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC', true],
  emulator: ['http://localhost:9229/local_1', true],
  none: [undefined, 'if detected'],
  empty: ['', 'if detected'],
  partner: ['https://login.partner.example', false],
  'a longer host': [`https://cognito-idp.${REGION}.amazonaws.com.evil.example/${POOL}`, false],
  'a prefixed host': [`https://evil-cognito-idp.${REGION}.amazonaws.com/${POOL}`, false],
  'user info': [`https://cognito-idp.${REGION}.amazonaws.com@evil.example/${POOL}`, false],
  'user info before it': [`https://evil@cognito-idp.${REGION}.amazonaws.com/${POOL}`, false],
  'another scheme': [`http://cognito-idp.${REGION}.amazonaws.com/${POOL}`, false],
  'another port': [`https://cognito-idp.${REGION}.amazonaws.com:8443/${POOL}`, false],
  'no region': ['https://cognito-idp.evil.amazonaws.com/x', false],
  'in the path': [`https://evil.example/cognito-idp.${REGION}.amazonaws.com/${POOL}`, false],
  'a longer loopback': ['http://localhost.evil.example/x', false],
  'a loopback in disguise': ['http://127.0.0.1.evil.example/x', false],
  'no URL': [`cognito-idp.${REGION}.amazonaws.com/${POOL}`, false],
};

export const HTTP_PATHS = ['/p', '/t/{id}/x', '/t/{id}', '/t/{id}/{other}', '/f/{proxy+}'];

export const METHODS = ['GET', 'PUT', 'HEAD', 'OPTIONS'];
