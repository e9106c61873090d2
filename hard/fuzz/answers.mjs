/** The answers that the documents promise, and whether an outcome is one of them. */
import { isDeepStrictEqual } from 'node:util';

const TEXTS = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' };

const CODES = {
  401: ['ERR_UNAUTHENTICATED'],
  403: ['ERR_FORBIDDEN'],
  500: ['ERR_CLAIM_FORMAT', 'ERR_AUTH_MISSING'],
  503: ['ERR_VERIFIER'],
};

const NAMES = {
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  500: 'InternalServerError',
  503: 'ServiceUnavailableError',
};

/** Whether somebody waits for an HTTP response to this event. */
function awaitsResponse(event) {
  if (Array.isArray(event)) return false;
  const own = (name) => Object.getOwnPropertyDescriptor(event, name)?.value;
  if (own('methodArn') !== undefined) return false;
  const context = own('requestContext');
  const isObject = typeof context === 'object' && context !== null && !Array.isArray(context);
  return isObject && !Object.hasOwn(context, 'functionArn');
}

/** The response to a denial. `undefined`: it is thrown. */
function responseTo({ status, challenge }, { respond, errorHandler, chain }) {
  const headers = challenge === undefined ? {} : { 'WWW-Authenticate': challenge };
  const json = {
    statusCode: status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ message: TEXTS[status] }),
  };
  const problem = {
    statusCode: status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: TEXTS[status], status }),
  };
  // An error handler that ran first has copied the headers of the denial. In a route, none runs.
  const kept = errorHandler === 'after' && chain !== 'router' ? headers : {};
  const own = { statusCode: status, headers: { ...kept, 'X-Own': 'yes' }, body: 'own' };
  return {
    json,
    problem,
    own,
    'own, asynchronous': { statusCode: status, body: 'own' },
    success: json,
    throwing: json,
  }[respond];
}

function inLists({ headers, ...response }) {
  if (headers === undefined) return response;
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]]);
  return { ...response, multiValueHeaders: Object.fromEntries(lists) };
}

const plain = (value) => JSON.parse(JSON.stringify(value));

/** What is wrong with a thrown error of this package; `undefined` if it is as promised. */
function problemOfError(error, { status, challenge }) {
  const expected = {
    name: NAMES[status],
    status,
    statusCode: status,
    expose: status !== 500,
    isKnown: true,
    headers: challenge === undefined ? undefined : { 'WWW-Authenticate': challenge },
    message: TEXTS[status] ?? error?.message,
    package: 'middy-cognito-groups',
  };
  const { name, statusCode, expose, code, headers, message, cause } = Object(error);
  const actual = {
    name,
    status: error?.status,
    statusCode,
    expose,
    isKnown: CODES[status].includes(code),
    headers,
    message,
    package: cause?.package,
  };
  return isDeepStrictEqual(actual, expected)
    ? undefined
    : `threw ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}

/** What is wrong with the outcome of a denial, or of a fault. */
export function problemOfDenial(outcome, denial, played) {
  const { event, errorHandler, isMultiValue } = played;
  const isAnswered = denial.status !== 500 && awaitsResponse(event);
  const response = isAnswered ? responseTo(denial, played) : undefined;
  if (response === undefined) {
    if (errorHandler === 'none') {
      return 'thrown' in outcome
        ? problemOfError(outcome.thrown, denial)
        : `answered ${JSON.stringify(outcome)}, and should have thrown ${denial.status}`;
    }
    const status = outcome.answered?.statusCode;
    return status === denial.status
      ? undefined
      : `the error handler answered ${JSON.stringify(outcome.answered)} for ${denial.status}`;
  }
  const expected = isMultiValue ? inLists(response) : response;
  const { answered } = outcome;
  const seen = errorHandler === 'none' ? answered : withoutCors(answered);
  const wanted = errorHandler === 'none' ? expected : { headers: {}, ...expected };
  return answered !== undefined && isDeepStrictEqual(plain(seen), plain(wanted))
    ? undefined
    : `expected ${JSON.stringify(wanted)}, got ${describe(outcome)}`;
}

/** `@middy/http-cors` stands beside every error handler of the cases. */
function withoutCors(answered) {
  const { 'Access-Control-Allow-Origin': _, ...headers } = answered?.headers ?? {};
  return { ...answered, headers };
}

/** Whether the outcome is some refusal that this package may give. */
export function problemOfAnyDenial({ answered, thrown }) {
  if (answered === undefined) {
    const { statusCode } = Object(thrown);
    const known = Object.hasOwn(NAMES, statusCode)
      ? problemOfError(thrown, {
          status: statusCode,
          challenge: thrown.headers?.['WWW-Authenticate'],
        })
      : `threw ${thrown}`;
    return known;
  }
  return [401, 403, 503].includes(answered.statusCode)
    ? undefined
    : `answered ${JSON.stringify(answered)}`;
}

export function describe(outcome) {
  if ('thrown' in outcome) {
    const { name, statusCode, message, cause } = Object(outcome.thrown);
    return `thrown ${name} ${statusCode} ${message} ${JSON.stringify(cause) ?? ''}`;
  }
  return JSON.stringify(outcome);
}
