/** `node token.js GROUP…`: prints an unsigned token, which serverless-offline accepts. */
const [, , ...groups] = process.argv;
const now = Math.floor(Date.now() / 1000);
const payload = {
  sub: '3f1a7c52-0000-4000-8000-000000000001',
  iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_wdX1z5e3m',
  aud: '1example23456789',
  token_use: 'id',
  'cognito:username': 'ada',
  ...(groups.length > 0 && { 'cognito:groups': groups }),
  iat: now,
  exp: now + 3600,
};
const parts = [{ alg: 'RS256', kid: 'none' }, payload, 'no signature'];
console.log(parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.'));
