import type { ApiType } from './events.js';

/** An HTTP response. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

interface GatewayAnswers {
  readonly unauthorized: Answer;
  readonly noRoute: Answer;
  /** The function threw, or returned something that is not a response. */
  readonly failed: Answer;
}

const HTTP_ANSWERS: GatewayAnswers = {
  unauthorized: message(401, 'Unauthorized', { 'www-authenticate': 'Bearer' }),
  noRoute: message(404, 'Not Found'),
  failed: message(500, 'Internal Server Error'),
};

/** What API Gateway answers by itself, without CORS headers. */
export const ANSWERS_OF: Readonly<Record<ApiType, GatewayAnswers>> = {
  REST: {
    unauthorized: message(401, 'Unauthorized', { 'x-amzn-ErrorType': 'UnauthorizedException' }),
    noRoute: message(403, 'Missing Authentication Token'),
    failed: message(502, 'Internal server error'),
  },
  'HTTP 2.0': HTTP_ANSWERS,
  'HTTP 1.0': HTTP_ANSWERS,
};

/** The result as a response. Only payload 2.0 accepts a result without `statusCode`. */
export function fromResult(api: ApiType, result: unknown): Answer {
  if (!isProxyResult(result)) {
    return api === 'HTTP 2.0'
      ? {
          statusCode: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(result) ?? '',
        }
      : ANSWERS_OF[api].failed;
  }
  const { statusCode, headers, multiValueHeaders, body = '', isBase64Encoded } = result;
  return {
    statusCode,
    headers: { ...headers, ...multiValueHeaders },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString() : body,
  };
}

interface ProxyResult {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

function isProxyResult(result: unknown): result is ProxyResult {
  return (
    typeof result === 'object' &&
    result !== null &&
    'statusCode' in result &&
    Number.isInteger(result.statusCode)
  );
}

function message(statusCode: number, text: string, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message: text }),
  };
}
