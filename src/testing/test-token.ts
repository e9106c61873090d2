import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CallerOptions, tokenClaims } from './caller.js';

/** Made anew in every process, so that a token of a test is worth nothing anywhere else. */
const SECRET = randomBytes(32);

/** A signed token of a caller, which `testVerifier` accepts and nothing else does. */
export function testToken(caller: CallerOptions = {}): string {
  const content = [{ alg: 'HS256', typ: 'JWT' }, tokenClaims(caller, 'access')]
    .map(encode)
    .join('.');
  return `${content}.${sign(content)}`;
}

/**
 * Stands in for `CognitoJwtVerifier` in `verifiedToken({ verifier })` and `albToken({ verifier, albVerifier })`: accepts what `testToken` has made in
 * this process, and refuses everything else as the real one does.
 */
export const testVerifier = {
  async verify(token: string): Promise<Record<string, unknown>> {
    const [header, payload, signature, ...rest] = token.split('.');
    if (signature === undefined || rest.length > 0)
      throw new Error('JWT string does not consist of exactly 3 parts');
    const [given, right] = [Buffer.from(signature), Buffer.from(sign(`${header}.${payload}`))];
    if (given.length !== right.length || !timingSafeEqual(given, right))
      throw new Error('Invalid signature');
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
