import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CALLER, type CallerOptions } from './caller.js';
import { checkBuilderOptions } from './options.js';
import { tokenClaims } from './token-claims.js';

/** New in every process, so that a test token is valid nowhere else. */
const SECRET = randomBytes(32);

/**
 * Creates a signed access token for a caller, by default for a user in no group. Only
 * `testVerifier` in the same process accepts it.
 *
 * @throws TypeError for an unknown or wrong option, and a token that Cognito does not issue
 * @example functionUrlEvent({ token: testToken({ groups: ['admin'] }) })
 */
export function testToken(caller: CallerOptions = {}): string {
  checkBuilderOptions('testToken', caller, CALLER);
  return signedToken('testToken', caller);
}

/** @param builder what an error message starts with */
export function signedToken(builder: string, caller: CallerOptions): string {
  const content = [{ alg: 'HS256', typ: 'JWT' }, tokenClaims(builder, caller, 'access')]
    .map(encode)
    .join('.');
  return `${content}.${sign(content)}`;
}

/**
 * Replaces `CognitoJwtVerifier` and `AlbJwtVerifier` in tests. It accepts the tokens that
 * `testToken` created in this process, and rejects every other token as the real verifiers do. It
 * does not check whether a token has expired.
 *
 * @example cognitoGroups({ source: verifiedToken({ verifier: testVerifier }) })
 */
export const testVerifier = {
  async verify(token: string): Promise<Record<string, unknown>> {
    const [header, payload, signature, ...rest] = token.split('.');
    if (signature === undefined || rest.length > 0) {
      throw new Error('JWT string does not consist of exactly 3 parts');
    }
    const [given, valid] = [Buffer.from(signature), Buffer.from(sign(`${header}.${payload}`))];
    if (given.length !== valid.length || !timingSafeEqual(given, valid)) {
      throw new Error('Invalid signature');
    }
    return JSON.parse(Buffer.from(payload as string, 'base64url').toString()) as Record<
      string,
      unknown
    >;
  },
};

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function sign(content: string): string {
  return createHmac('sha256', SECRET).update(content).digest('base64url');
}
