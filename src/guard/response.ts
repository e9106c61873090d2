import type { Request } from '@middy/core';
import { hidden } from '../lib/http-errors.js';
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

/** Sets the response to a denial. Only the function of a user makes it wait. */
export type Answer = (denial: Denial, request: Request<unknown, unknown>) => Promise<void> | void;

const ANSWERS: ReadonlyMap<unknown, Answer> = new Map<unknown, Answer>([
  ['json', answerAsJson],
  ['problem', answerAsProblem],
  [false, () => undefined],
]);

/** @throws TypeError for anything but the four forms of the option */
export function toAnswer(option: unknown): Answer {
  const answer = typeof option === 'function' ? answerBy(option as Respond) : ANSWERS.get(option);
  if (answer !== undefined) return answer;
  throw new TypeError(
    `cognitoGroups: option respond is ${quote(option)}; ` +
      "write 'json', 'problem', false, or a function",
  );
}

/**
 * Where an error of this package says how it is answered. A symbol on the error costs a denial a
 * tenth less than a `WeakMap`.
 */
const ANSWER = Symbol('answer');

/** Has `respondTo` answer this error. */
export function answerWith(error: object, answer: Answer): void {
  Object.defineProperty(error, ANSWER, hidden(answer));
}

/** Sets the response for an error this package threw, unless one is already set. */
export function respondTo(request: Request<unknown, unknown>): Promise<void> | void {
  const { error, event, response } = request;
  if (response !== undefined || !isAnswered(error) || !expectsHttpResponse(event)) return undefined;
  return error[ANSWER](error, request);
}

function isAnswered(error: unknown): error is Denial & { readonly [ANSWER]: Answer } {
  return typeof error === 'object' && error !== null && Object.hasOwn(error, ANSWER);
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
function answerBy(respond: Respond): Answer {
  return async (denial, request) => {
    try {
      const response = await respond(denial, request);
      if (response !== undefined && !isRefusal(response)) {
        throw new TypeError(
          `respond returned ${quote(response)}; return { statusCode, ... } with 300 or more`,
        );
      }
      request.response = response;
    } catch (error) {
      console.error('middy-cognito-groups: respond failed; answered as JSON', error);
      answerAsJson(denial, request);
    }
  };
}

function isRefusal(response: unknown): boolean {
  const { statusCode } = ownFields(response);
  return typeof statusCode === 'number' && statusCode >= 300;
}

function answerAsJson(denial: Denial, request: Request<unknown, unknown>): void {
  // The message is a bare status text: nothing in it needs an escape.
  request.response = toResponse(denial, 'application/json', `{"message":"${denial.message}"}`);
}

function answerAsProblem(denial: Denial, request: Request<unknown, unknown>): void {
  const problem = { type: 'about:blank', title: denial.message, status: denial.status };
  request.response = toResponse(denial, 'application/problem+json', JSON.stringify(problem));
}

function toResponse(denial: Denial, contentType: string, body: string): unknown {
  const challenge = ownField(denial, 'headers') as Denial['headers'];
  return {
    statusCode: denial.statusCode,
    headers: { 'Content-Type': contentType, ...challenge },
    body,
  };
}
