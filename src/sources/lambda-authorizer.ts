import { checkOptions, quote } from '../lib/options.js';
import { fields, isRecord, own, record } from '../lib/own-fields.js';
import { type ClaimPlace, kindOf, nativeList, refuse, separated, verbatim } from './group-list.js';
import { defineSource, type IdentitySource, toIdentity } from './source.js';

/**
 * The objects that API Gateway itself puts in the place of a flat context: the mark of another kind of authorizer. In a context of that
 * form every value is text, a number or a boolean.
 */
const OTHER_AUTHORIZERS = ['claims', 'jwt', 'iam', 'lambda'] as const;

const FORMATS = {
  json: fromJson,
  comma: (value: unknown, place: ClaimPlace) => separated(asText(value, place), ',', place),
  space: (value: unknown, place: ClaimPlace) => separated(asText(value, place), ' ', place),
  array: (value: unknown, place: ClaimPlace) => nativeList({ [place.claim]: value }, place),
} as const;

export interface LambdaAuthorizerOptions {
  /** The key of the context that your authorizer writes the groups to. */
  readonly key: string;
  /**
   * How it writes them. Context values of REST and WebSocket APIs are text, so there it is `'json'` (`'["a","b"]'`), `'comma'` (`'a,b'`) or
   * `'space'` (`'a b'`); an HTTP API with payload 2.0 may carry an `'array'`. Only `'json'` and `'array'` are exact for every name.
   */
  readonly format: keyof typeof FORMATS;
}

/**
 * A Lambda authorizer of a REST API, WebSocket API or HTTP API. Never detected: what is in its context is what its author wrote.
 *
 * Reads `requestContext.authorizer[key]`, with payload format 2.0 `requestContext.authorizer.lambda[key]`. On a WebSocket API the context is as
 * old as the connection. `subject` is the context's `sub`; `principalId` is not read, since many authorizers write a constant there.
 *
 * @returns an identity for an event with such a context; without the key its caller is in no group
 * @throws TypeError at construction: no key, an unknown format
 * @throws `ERR_CLAIM_FORMAT`, 500: the value is not of the given format. No other is tried.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function lambdaAuthorizer(options: LambdaAuthorizerOptions): IdentitySource {
  const { key, format } = checkOptions('lambdaAuthorizer', options, { key: undefined, format: undefined });
  if (typeof key !== 'string' || key === '') {
    throw new TypeError(
      `lambdaAuthorizer: option key is ${quote(key)}; write the key of the context that holds the groups`,
    );
  }
  if (typeof format !== 'string' || !Object.hasOwn(FORMATS, format)) {
    throw new TypeError(
      `lambdaAuthorizer: option format is ${quote(format)}; write one of ${Object.keys(FORMATS).join(', ')}`,
    );
  }
  const decode = FORMATS[format as keyof typeof FORMATS];

  return defineSource({
    name: 'lambda-authorizer',
    identify(event: unknown) {
      const [found, path] = contextOf(event, key);
      const context = record(found);
      if (context === undefined) return undefined;
      const value = own(context, key);
      const groups = value === undefined ? [] : decode(value, { source: 'lambda-authorizer', path, claim: key });
      return toIdentity('lambda-authorizer', context, groups);
    },
  });
}

/** Payload format 2.0 has a place for this context alone. Elsewhere API Gateway adds a principal to it. */
function contextOf(event: unknown, key: string): readonly [context: unknown, path: string] {
  const { requestContext, version } = fields(event);
  const { authorizer } = fields(requestContext);
  const { lambda, principalId } = fields(authorizer);
  if (version === '2.0') return [lambda, 'requestContext.authorizer.lambda'];
  const isContext = own(authorizer, key) !== undefined || typeof principalId === 'string';
  const isOther = OTHER_AUTHORIZERS.some((other) => isRecord(own(authorizer, other)));
  return [isContext && !isOther ? authorizer : undefined, 'requestContext.authorizer'];
}

function asText(value: unknown, place: ClaimPlace): string {
  return typeof value === 'string' ? value : refuse(place, `it is ${kindOf(value)}, not text`);
}

function fromJson(value: unknown, place: ClaimPlace): string[] {
  const text = asText(value, place);
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    refuse(place, 'it is not JSON');
  }
  return Array.isArray(list) ? verbatim(list, place) : refuse(place, `as JSON it is ${kindOf(list)}, not an array`);
}
