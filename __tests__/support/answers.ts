import type { Answer } from './chain.js';

function jsonAnswer(
  statusCode: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: `{"message":"${message}"}`,
  };
}

/** The answer to an unauthenticated request. */
export const UNAUTHORIZED = jsonAnswer(401, 'Unauthorized', { 'WWW-Authenticate': 'Bearer' });

/** The answer to a request whose token was rejected. */
export const INVALID_TOKEN = jsonAnswer(401, 'Unauthorized', {
  'WWW-Authenticate': 'Bearer error="invalid_token"',
});

/** The answer to a caller who does not satisfy the rule. */
export const FORBIDDEN = jsonAnswer(403, 'Forbidden');

/** The answer if the verifier failed. */
export const UNAVAILABLE = jsonAnswer(503, 'Service Unavailable');
