import type { Request } from '@middy/core';
import { quote } from '../lib/options.js';
import { fields, isRecord, own } from '../lib/own-fields.js';
import type { Denial } from './denial.js';

/** Builds the response of a denial; `undefined` leaves the error to others. */
export type Respond = (denial: Denial, request: Request) => unknown;

/**
 * The body of a 401 or 403 that nobody else has answered.
 *
 * - `'json'`: `{"message":"Forbidden"}`, as API Gateway's own answers
 * - `'problem'`: RFC 9457, `application/problem+json`
 * - a function: its (awaited) result is the response, which must have a `statusCode` of 300 or more; `undefined` leaves the error thrown
 * - `false`: only throw, for chains whose error handler writes every body
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export type RespondOption = 'json' | 'problem' | false | Respond;

const RESPONDERS: ReadonlyMap<unknown, Respond> = new Map<unknown, Respond>([
  ['json', jsonResponse],
  ['problem', (denial) => toResponse(denial, 'application/problem+json', JSON.stringify(problemOf(denial)))],
  [false, () => undefined],
]);

/** @throws TypeError for anything but the four forms of the option */
export function toRespond(option: unknown): Respond {
  const respond = typeof option === 'function' ? checked(option as Respond) : RESPONDERS.get(option);
  if (respond === undefined) {
    throw new TypeError(
      `cognitoGroups: option respond is ${quote(option)}; write 'json', 'problem', false, or a function of the error and the request`,
    );
  }
  return respond;
}

/**
 * Whether a response would be understood: API Gateway, load balancers and Function URLs say so with a `requestContext`. GraphQL has no status codes, so a
 * resolver's denial is an error, never a result; the same for a queue, a stream or a schedule, which would take a result for success.
 */
export function expectsHttpResponse(event: unknown): boolean {
  return isRecord(fields(event).requestContext);
}

/**
 * The response that a function gives for a denial, if it is one. Anything else would reach the client as a success, so it is answered as by
 * `'json'`, and the fault is written to the error console.
 */
function checked(respond: Respond): Respond {
  return async (denial, request) => {
    try {
      const response = await respond(denial, request);
      if (response === undefined || refuses(response)) return response;
      throw new TypeError(
        `respond returned ${quote(response)}; return { statusCode, headers, body } with a status of 300 or more`,
      );
    } catch (error) {
      console.error('middy-cognito-groups: respond failed; the denial is answered as JSON', error);
      return jsonResponse(denial);
    }
  };
}

function refuses(response: unknown): boolean {
  const { statusCode } = fields(response);
  return typeof statusCode === 'number' && statusCode >= 300;
}

function jsonResponse(denial: Denial): unknown {
  // The message is a bare status text: nothing in it needs an escape.
  return toResponse(denial, 'application/json', `{"message":"${denial.message}"}`);
}

function problemOf({ message, status }: Denial): object {
  return { type: 'about:blank', title: message, status };
}

function toResponse(denial: Denial, contentType: string, body: string): unknown {
  return {
    statusCode: denial.statusCode,
    headers: { 'Content-Type': contentType, ...(own(denial, 'headers') as Denial['headers']) },
    body,
  };
}
