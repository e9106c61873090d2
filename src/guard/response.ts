import type { Request } from '@middy/core';
import { hidden } from '../lib/hidden.js';
import { logError } from '../lib/log-error.js';
import { misuse } from '../lib/misuse.js';
import { ownField, ownFields, ownRecord } from '../lib/own-fields.js';
import { quote } from '../lib/quote.js';
import type { Denial } from './denial.js';
import { expectsHttpResponse, readsMultiValueHeaders } from './http-event.js';

/** Builds the response to a denial; `undefined` leaves the error to other middleware. */
export type Respond = (denial: Denial, request: Request) => unknown;

/**
 * The response for a 401 or 403, in place of what `@middy/http-error-handler` derives from the
 * denial. Any other response that is already set is kept.
 *
 * - `'json'`: `{"message":"Forbidden"}`, as API Gateway answers
 * - `'problem'`: RFC 9457, `application/problem+json`
 * - a function: its awaited result is the response and must have a `statusCode` of 300 or more;
 *   with `undefined`, the error stays thrown
 * - `false`: only throws, for chains whose error handler writes every body
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export type RespondOption = 'json' | 'problem' | false | Respond;

/** Sets the response for a denial. Only a user's function makes it asynchronous. */
export type Answer = (denial: Denial, request: Request<unknown, unknown>) => Promise<void> | void;

/** @throws TypeError for anything but the four forms of the option */
export function toAnswer(option: unknown): Answer {
  if (typeof option === 'function') return answerBy(option as Respond);
  return (
    ANSWERS.get(option) ??
    misuse('cognitoGroups: option respond', option, "'json', 'problem', false, or a function")
  );
}

/**
 * The key under which an error of this package stores how to answer it. A denial costs a tenth less
 * with a symbol than with a `WeakMap`.
 */
const ANSWER = Symbol('answer');

interface AnswerPlan {
  readonly answer: Answer;
  /** The status and the message of the error, before other code can change them. */
  readonly status: number;
  readonly text: string;
}

/** Marks an error so that `respondTo` answers it. */
export function answerWith(error: Error, status: number, answer: Answer): void {
  Object.defineProperty(error, ANSWER, hidden({ answer, status, text: error.message }));
}

/** Sets the response for an error this package threw, unless another one is already set. */
export function respondTo(request: Request<unknown, unknown>): Promise<void> | void {
  const { error, event, response } = request;
  const plan = ownField(error, ANSWER) as AnswerPlan | undefined;
  if (plan === undefined || !expectsHttpResponse(event)) return undefined;
  const denial = error as Denial;
  if (response === undefined || isDerived(response, denial, plan))
    return plan.answer(denial, request);
}

/**
 * Whether `@middy/http-error-handler` derived this response from the unaltered denial: the same
 * status, and the message as plain text. That handler runs first if it is attached after the guard.
 */
function isDerived(response: unknown, denial: Denial, { status, text }: AnswerPlan): boolean {
  const { statusCode, body, headers } = ownFields(response);
  return (
    statusCode === status &&
    denial.statusCode === status &&
    body === text &&
    ownField(headers, 'Content-Type') === 'text/plain'
  );
}

/**
 * If the function fails or returns anything but a refusal, which could reach the client as success,
 * the denial is answered as JSON and the mistake is logged with `console.error`.
 */
function answerBy(respond: Respond): Answer {
  return async (denial, request) => {
    const { statusCode } = denial;
    try {
      const response = await respond(denial, request);
      if (response === undefined) return;
      if (!isRefusal(response)) {
        throw new TypeError(
          `respond returned ${quote(response)}; return { statusCode, ... } with 300 or more`,
        );
      }
      setResponse(request, response);
    } catch (error) {
      logError('middy-cognito-groups: respond failed; answered as JSON', error);
      answerAsJson(Object.assign(denial, { statusCode }), request);
    }
  };
}

function isRefusal(response: unknown): response is object {
  const { statusCode } = ownFields(response);
  return Number.isInteger(statusCode) && Number(statusCode) >= 300 && Number(statusCode) < 600;
}

function answerAs(contentType: string, bodyOf: (denial: Denial) => object) {
  return (denial: Denial, request: Request<unknown, unknown>): void => {
    const { statusCode } = denial;
    setResponse(request, {
      statusCode,
      headers: { 'Content-Type': contentType, ...ownRecord(ownField(denial, 'headers')) },
      body: JSON.stringify(bodyOf(denial)),
    });
  };
}

const answerAsJson = answerAs('application/json', ({ message }) => ({ message }));

const ANSWERS: ReadonlyMap<unknown, Answer> = new Map<unknown, Answer>([
  ['json', answerAsJson],
  [
    'problem',
    answerAs('application/problem+json', ({ message: title, status }) => ({
      type: 'about:blank',
      title,
      status,
    })),
  ],
  [false, () => undefined],
]);

/** Sets the response, and keeps headers that other middleware added to a derived one. */
function setResponse(request: Request<unknown, unknown>, response: object): void {
  const { event, response: derived } = request;
  const headers = ownRecord(ownField(response, 'headers'));
  const isMulti = readsMultiValueHeaders(event);
  const isComplete = derived === undefined && !isMulti;
  if (isComplete || headers === undefined || ownField(response, 'multiValueHeaders')) {
    request.response = response;
    return;
  }
  const all = derived === undefined ? headers : mergeHeaders(derived, headers);
  request.response = isMulti
    ? { ...response, headers: undefined, multiValueHeaders: toLists(all) }
    : { ...response, headers: all };
}

function mergeHeaders(derived: unknown, headers: object): object {
  const entries = Object.entries(ownFields(ownField(derived, 'headers')));
  const kept = entries.filter(([name]) => name.toLowerCase() !== 'content-type');
  return { ...Object.fromEntries(kept), ...headers };
}

function toLists(headers: object): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
