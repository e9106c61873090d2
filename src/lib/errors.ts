import { type AuthError, authError } from './auth-error.js';
import { PACKAGE } from './package.js';

/**
 * 500: a claim has a format that its source does not send. `cause` names the claim and what is
 * wrong with its format, never its value.
 */
export function claimFormatError(claim: string, problem: string): AuthError {
  return authError(500, 'ERR_CLAIM_FORMAT', { package: PACKAGE, claim, problem });
}

/** 500: the chain is wired wrongly. The message is for the developer; clients never see it. */
export function wiringError(message: string): AuthError {
  return authError(500, 'ERR_AUTH_MISSING', { package: PACKAGE }, message);
}

/** 503: the verifier failed, so nothing is known about the caller. */
export function verifierError(problem: string): AuthError {
  return authError(503, 'ERR_VERIFIER', { package: PACKAGE, problem });
}
