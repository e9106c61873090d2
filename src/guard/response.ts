import type { Request } from '@middy/core';
import { AuthError, STATUS_TEXTS } from '../lib/auth-error.js';
import { logError } from '../lib/log-error.js';
import { misuse } from '../lib/misuse.js';
import { ownField, ownFields, ownRecord } from '../lib/own-fields.js';
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

/** @throws TypeError for anything but the four forms of the option */
export function checkRespond(option: unknown): RespondOption {
  if (typeof option === 'function' || ['json', 'problem', false].includes(option as string)) {
    return option as RespondOption;
  }
  return misuse('cognitoGroups: option respond', option, "'json', 'problem', false, or a function");
}

/** Sets the response for an error this package threw, unless another one is already set. */
export function respondTo(request: Request<unknown, unknown>): Promise<void> | void {
  const { event, response } = request;
  const denial = request.error as Denial;
  const respond = AuthError.answerOf(denial) as RespondOption | undefined;
  if (respond === undefined || !expectsHttpResponse(event)) return undefined;
  if (response !== undefined && !isDerived(response, denial)) return undefined;
  if (typeof respond === 'function') return answerBy(respond, denial, request);
  if (respond !== false) answerAs(respond, denial, request);
}

/**
 * Whether `@middy/http-error-handler` derived this response from the unaltered denial: the same
 * status, and its text as plain text. That handler runs first if it is attached after the guard.
 */
function isDerived(response: unknown, denial: Denial): boolean {
  // Other middleware changes fields of the denial, not of its prototype.
  const { status } = Object.getPrototypeOf(denial) as Denial;
  const { statusCode, body, headers } = ownFields(response);
  return (
    statusCode === status &&
    denial.statusCode === status &&
    body === STATUS_TEXTS[status] &&
    ownField(headers, 'Content-Type') === 'text/plain'
  );
}

/**
 * If the function fails or returns anything but a refusal, which could reach the client as success,
 * the denial is answered as JSON and the mistake is logged with `console.error`.
 */
async function answerBy(
  respond: Respond,
  denial: Denial,
  request: Request<unknown, unknown>,
): Promise<void> {
  const { statusCode } = denial;
  try {
    const response = await respond(denial, request);
    if (response === undefined) return;
    const { statusCode: status } = ownFields(response) as { statusCode: number };
    const isRefusal = Number.isInteger(status) && status >= 300 && status < 600;
    if (!isRefusal) misuse('what respond returned', response, '{ statusCode: 403, ... }');
    setResponse(request, response as object);
  } catch (error) {
    logError('respond failed', error);
    answerAs('json', Object.assign(denial, { statusCode }), request);
  }
}

function answerAs(
  format: 'json' | 'problem',
  denial: Denial,
  request: Request<unknown, unknown>,
): void {
  const { statusCode, message, status } = denial;
  const [type, body] =
    format === 'json'
      ? ['application/json', { message }]
      : ['application/problem+json', { type: 'about:blank', title: message, status }];
  setResponse(request, {
    statusCode,
    headers: { 'Content-Type': type, ...ownRecord(ownField(denial, 'headers')) },
    body: JSON.stringify(body),
  });
}

/** Keeps headers that other middleware added to a derived response. */
function setResponse(request: Request<unknown, unknown>, response: object): void {
  const { event, response: derived } = request;
  const headers = ownRecord(ownField(response, 'headers'));
  const isMulti = readsMultiValueHeaders(event);
  const isComplete = derived === undefined && !isMulti;
  if (isComplete || headers === undefined || ownField(response, 'multiValueHeaders')) {
    request.response = response;
    return;
  }
  const { 'Content-Type': _, ...others } = ownFields(ownField(derived, 'headers'));
  const all = { ...others, ...headers };
  request.response = isMulti
    ? {
        ...response,
        headers: undefined,
        multiValueHeaders: Object.fromEntries(
          Object.entries(all).map(([name, value]) => [name, [value]]),
        ),
      }
    : { ...response, headers: all };
}
