import type { Request } from '@middy/core';
import type { Denial } from './errors.js';
import { quote } from './options.js';
import { own } from './own.js';

/** Builds the response of a denial; `undefined` leaves the error to others. */
export type Respond = (denial: Denial, request: Request) => unknown;

/**
 * The body of a 401 or 403 that nobody else has answered.
 *
 * - `'json'`: `{"message":"Forbidden"}`, as API Gateway's own answers
 * - `'problem'`: RFC 9457, `application/problem+json`
 * - a function: its (awaited) result is the response; `undefined` leaves the error thrown
 * - `false`: only throw, for chains whose error handler writes every body
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export type RespondOption = 'json' | 'problem' | false | Respond;

const RESPONDERS: ReadonlyMap<unknown, Respond> = new Map<unknown, Respond>([
  ['json', (denial) => toResponse(denial, 'application/json', { message: denial.message })],
  ['problem', (denial) => toResponse(denial, 'application/problem+json', problemOf(denial))],
  [false, () => undefined],
]);

/** @throws TypeError for anything but the four forms of the option */
export function toRespond(option: unknown): Respond {
  const respond = typeof option === 'function' ? (option as Respond) : RESPONDERS.get(option);
  if (respond === undefined) {
    throw new TypeError(
      `cognitoGroups: option respond is ${quote(option)}; write 'json', 'problem', false, or a function of the error and the request`,
    );
  }
  return respond;
}

/** GraphQL has no status codes: a resolver's denial is an error, never a result. A batch resolver's event is an array. */
export function speaksHttp(event: unknown): boolean {
  return !Array.isArray(event) && typeof own(own(event, 'info'), 'parentTypeName') !== 'string';
}

function problemOf({ message, status }: Denial): object {
  return { type: 'about:blank', title: message, status };
}

function toResponse(denial: Denial, contentType: string, body: object): unknown {
  return {
    statusCode: denial.statusCode,
    headers: { 'Content-Type': contentType, ...denial.headers },
    body: JSON.stringify(body),
  };
}
