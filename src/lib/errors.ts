/** Middy's own middleware names its package in `cause` in the same way. */
export const PACKAGE = 'middy-cognito-groups';

/** An internal failure. The reader adds its source, and converts it to an `HttpError`. */
export class Fault extends Error {
  readonly status: 500 | 503;
  readonly code: string;

  constructor(status: 500 | 503, code: string, message: string, cause: object) {
    super(message, { cause: { package: PACKAGE, ...cause } });
    this.status = status;
    this.code = code;
  }
}

/**
 * 500: a claim has a format that its source does not send. `cause` names the claim and what is
 * wrong with its format, never its value.
 */
export function claimFormatError(claim: string, problem: string): Fault {
  return new Fault(500, 'ERR_CLAIM_FORMAT', 'Internal Server Error', { claim, problem });
}

/** 500: the chain is wired wrongly. The message is for the developer; clients never see it. */
export function wiringError(message: string): Fault {
  return new Fault(500, 'ERR_AUTH_MISSING', message, {});
}

/** 503: the verifier failed, so nothing is known about the caller. */
export function verifierError(problem: string): Fault {
  return new Fault(503, 'ERR_VERIFIER', 'Service Unavailable', { problem });
}
