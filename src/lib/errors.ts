/** Middy's own middleware names its package in `cause` in the same way. */
export const PACKAGE = 'middy-cognito-groups';

/** An internal failure. The middleware converts it to an `HttpError`. */
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
export function claimFormatError(source: string, claim: string, problem: string): Fault {
  return new Fault(500, 'ERR_CLAIM_FORMAT', 'Internal Server Error', { source, claim, problem });
}

/** 500: the chain is wired wrongly. The message is for the developer; clients never see it. */
export function wiringError(message: string): Fault {
  return new Fault(500, 'ERR_AUTH_MISSING', message, {});
}

/** 503: the verifier failed, so the caller is unknown. */
export function verifierError(source: string, problem: string): Fault {
  return new Fault(503, 'ERR_VERIFIER', 'Service Unavailable', { source, problem });
}
