/** Hundreds of callers as the JSON that Lambda would parse, in the shape of captured events. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const CALLERS = 512;
/** A signature takes a millisecond, so there are fewer of these callers. */
const SIGNED_CALLERS = 128;

/** The group that every case asks for, and the other groups of the pool. */
export const WANTED = 'team_manager';
export const OTHERS = Array.from({ length: 140 }, (_, index) => `tenant_${index}_member`);

const POOL = 'eu-west-1_wdX1z5e3m';
const CLIENT = '1example23456789';
export const VERIFIER = { userPoolId: POOL, tokenUse: 'access', clientId: CLIENT };

const fixture = (name) =>
  readFileSync(new URL(`../__tests__/fixtures/${name}-event.json`, import.meta.url), 'utf8');
const REST = fixture('rest-api');
const HTTP = fixture('http-api');

/** Groups and the place of `WANTED` among them differ from one caller to the next. */
function callers(count, { allowed = true, size = CALLERS } = {}) {
  return Array.from({ length: size }, (_, index) => {
    const at = (place) => OTHERS[(index * 37 + place) % OTHERS.length];
    const groups = Array.from({ length: count }, (_, place) => at(place));
    if (allowed) groups[(index * 7) % count] = WANTED;
    return { subject: `3f1a7c52-0000-4000-8000-${String(index).padStart(12, '0')}`, groups };
  });
}

export const restEvents = (count, { routes = [], ...options } = {}) =>
  callers(count, options).map(({ subject, groups }, index) => {
    const event = JSON.parse(REST);
    const username = `user-${index}`;
    Object.assign(event.requestContext.authorizer.claims, {
      sub: subject,
      'cognito:groups': groups.join(','),
      'cognito:username': username,
    });
    // A step that is prime to the number of routes: callers ask for routes all over the table.
    Object.assign(event, routes[(index * 7919) % routes.length]);
    return JSON.stringify(event);
  });

export const httpEvents = (count) =>
  callers(count).map(({ subject, groups }, index) => {
    const event = JSON.parse(HTTP);
    const names = `[${groups.join(' ')}]`;
    const claims = { sub: subject, 'cognito:groups': names, username: `user-${index}` };
    Object.assign(event.requestContext.authorizer.jwt.claims, claims);
    return JSON.stringify(event);
  });

/** An access token in the header, of Cognito's form, that is not verified yet. */
export function signedEvents() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const iat = Math.floor(Date.now() / 1000);
  const iss = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
  const common = { iss, client_id: CLIENT, token_use: 'access', iat, exp: iat + 3600 };
  const texts = callers(5, { size: SIGNED_CALLERS }).map(({ subject, groups }) => {
    const payload = { sub: subject, username: subject, 'cognito:groups': groups, ...common };
    const content = [{ alg: 'RS256', kid: 'key-1' }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url');
    const event = JSON.parse(HTTP);
    delete event.requestContext.authorizer;
    event.headers.authorization = `Bearer ${content}.${signature}`;
    return JSON.stringify(event);
  });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };
  return { texts, publicKey, jwks: { keys: [key] } };
}

/** Routes of one API, as the fields of a REST API's event. */
export const routesOf = (count) =>
  Array.from({ length: count }, (_, index) => ({
    httpMethod: ['GET', 'PUT', 'POST', 'DELETE'][index % 4],
    resource: `/tenants/{tenantId}/things-${index >> 2}/{id}`,
    path: `/tenants/7/things-${index >> 2}/8`,
  }));
