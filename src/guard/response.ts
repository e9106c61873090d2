import type { Request } from '@middy/core';
import { isRecord, ownField, ownFields } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import type { Denial } from './denial.js';

/** Builds the response to a denial; `undefined` leaves the error to other middleware. */
export type Respond = (denial: Denial, request: Request) => unknown;

/**
 * The body of a 401 or 403 that no other middleware has answered.
 *
 * - `'json'`: `{"message":"Forbidden"}`, as API Gateway answers
 * - `'problem'`: RFC 9457, `application/problem+json`
 * - a function: its (awaited) result is the response and must have a `statusCode` of 300 or more;
 *   `undefined` leaves the error thrown
 * - `false`: only throw, for chains whose error handler writes every body
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export type RespondOption = 'json' | 'problem' | false | Respond;

const RESPONDERS: ReadonlyMap<unknown, Respond> = new Map<unknown, Respond>([
  ['json', jsonResponse],
  ['problem', problemResponse],
  [false, () => undefined],
]);

/** @throws TypeError for anything but the four forms of the option */
export function toRespond(option: unknown): Respond {
  const respond =
    typeof option === 'function' ? checkResult(option as Respond) : RESPONDERS.get(option);
  if (respond !== undefined) return respond;
  throw new TypeError(
    `cognitoGroups: option respond is ${quote(option)}; ` +
      "write 'json', 'problem', false, or a function",
  );
}

/** How to answer each error of this package. Errors of other middleware are not in it. */
const responders = new WeakMap<object, Respond>();

/** Has `respondTo` answer this error. */
export function answerWith(error: object, respond: Respond): void {
  responders.set(error, respond);
}

/** Sets the response for an error this package threw, unless one is already set. */
export async function respondTo(request: Request<unknown, unknown>): Promise<void> {
  const respond = responders.get(request.error as object);
  if (respond === undefined || request.response !== undefined) return;
  if (expectsHttpResponse(request.event)) {
    request.response = await respond(request.error as Denial, request);
  }
}

/**
 * API Gateway, load balancers and Function URLs send a `requestContext`. A GraphQL resolver, a
 * queue, a stream or a schedule would take a response for success, so the error stays thrown.
 */
function expectsHttpResponse(event: unknown): boolean {
  return isRecord(ownFields(event).requestContext);
}

/**
 * Any other result of the function would reach the client as success. The denial is then answered
 * as JSON, and the mistake is written to the error console.
 */
function checkResult(respond: Respond): Respond {
  return async (denial, request) => {
    try {
      const response = await respond(denial, request);
      if (response === undefined || isRefusal(response)) return response;
      throw new TypeError(
        `respond returned ${quote(response)}; return { statusCode, … } with 300 or more`,
      );
    } catch (error) {
      console.error('middy-cognito-groups: respond failed; the denial is answered as JSON', error);
      return jsonResponse(denial);
    }
  };
}

function isRefusal(response: unknown): boolean {
  const { statusCode } = ownFields(response);
  return typeof statusCode === 'number' && statusCode >= 300;
}

function jsonResponse(denial: Denial): unknown {
  return toResponse(denial, 'application/json', JSON.stringify({ message: denial.message }));
}

function problemResponse(denial: Denial): unknown {
  const problem = { type: 'about:blank', title: denial.message, status: denial.status };
  return toResponse(denial, 'application/problem+json', JSON.stringify(problem));
}

function toResponse(denial: Denial, contentType: string, body: string): unknown {
  const challenge = ownField(denial, 'headers') as Denial['headers'];
  return {
    statusCode: denial.statusCode,
    headers: { 'Content-Type': contentType, ...challenge },
    body,
  };
}
