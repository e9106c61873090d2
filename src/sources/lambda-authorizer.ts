import { misuse } from '../lib/misuse.js';
import { checkOptions } from '../lib/options.js';
import { isRecord, ownField, ownFields, ownRecord } from '../lib/own-fields.js';
import { kindOf, listOf, reject, separated, verbatim } from './group-list.js';
import { defineSource, type IdentitySource, toIdentity } from './source.js';

/**
 * The objects that other kinds of authorizers write in the place of a flat context. The values of a
 * flat context are strings, numbers or booleans.
 */
const OTHER_AUTHORIZERS = ['claims', 'jwt', 'iam', 'lambda'] as const;

const FORMATS = {
  json: fromJson,
  comma: (value: unknown, key: string) => separated(stringOf(value, key), ',', key),
  space: (value: unknown, key: string) => separated(stringOf(value, key), ' ', key),
  array: (value: unknown, key: string) => listOf({ [key]: value }, key),
} as const;

/** Where and how your authorizer writes the groups. Both options are required. */
export interface LambdaAuthorizerOptions {
  /** The context key to which your authorizer writes the groups. */
  readonly key: string;
  /**
   * The format of the value: `'json'` (`'["a","b"]'`), `'comma'` (`'a,b'`), `'space'` (`'a b'`) or,
   * only on an HTTP API with payload format 2.0, `'array'`. `'json'` and `'array'` are exact for
   * every name.
   */
  readonly format: keyof typeof FORMATS;
}

/**
 * The source for a Lambda authorizer of a REST API, WebSocket API or HTTP API. It must be
 * configured, because the author of the authorizer decides what the context contains.
 *
 * Reads `requestContext.authorizer[key]`, or `requestContext.authorizer.lambda[key]` with payload
 * format 2.0. API Gateway writes there what your authorizer returned; a caller cannot. On a
 * WebSocket API, the context is as old as the connection. `subject` is the `sub` of the context. It
 * is never the `principalId`, because many authorizers write a constant there.
 *
 * @returns an identity for an event with such a context, otherwise `undefined`. Without the key,
 *   the caller is in no group.
 * @throws TypeError at construction: no key, or an unknown format
 * @throws `ERR_CLAIM_FORMAT`, 500: the value does not have the given format. No other format is
 *   tried.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 * @example cognitoGroups({ source: lambdaAuthorizer({ key: 'groups', format: 'json' }) })
 */
export function lambdaAuthorizer(options: LambdaAuthorizerOptions): IdentitySource {
  const defaults = { key: undefined, format: undefined };
  const { key, format } = checkOptions('lambdaAuthorizer', options, defaults);
  if (typeof key !== 'string' || key === '') {
    return misuse('lambdaAuthorizer: option key', key, 'the context key that holds the groups');
  }
  if (typeof format !== 'string' || !Object.hasOwn(FORMATS, format)) {
    const known = Object.keys(FORMATS).join(', ');
    return misuse('lambdaAuthorizer: option format', format, `one of ${known}`);
  }
  const decode = FORMATS[format as keyof typeof FORMATS];

  return defineSource({
    name: 'lambda-authorizer',
    check: checkPin,
    identify(event: unknown) {
      const context = ownRecord(contextOf(event, key));
      if (context === undefined) return undefined;
      const value = ownField(context, key);
      const groups = value === undefined ? [] : decode(value, key);
      return toIdentity('lambda-authorizer', context, groups);
    },
  });
}

function checkPin(_: boolean, pin: string | undefined): void {
  if (pin === undefined) return;
  misuse('cognitoGroups: a pin', pin, 'no pin for lambdaAuthorizer, whose context has no token');
}

/** Payload format 2.0 separates this context. Elsewhere, API Gateway adds a principal to it. */
function contextOf(event: unknown, key: string): unknown {
  const { requestContext, version } = ownFields(event);
  const { authorizer } = ownFields(requestContext);
  const { lambda, principalId } = ownFields(authorizer);
  if (version === '2.0') return lambda;
  const isContext = ownField(authorizer, key) !== undefined || typeof principalId === 'string';
  const isOther = OTHER_AUTHORIZERS.some((other) => isRecord(ownField(authorizer, other)));
  return isContext && !isOther ? authorizer : undefined;
}

function stringOf(value: unknown, key: string): string {
  return typeof value === 'string' ? value : reject(key, `it is ${kindOf(value)}, not a string`);
}

function fromJson(value: unknown, key: string): string[] {
  const json = stringOf(value, key);
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    reject(key, 'it is not JSON');
  }
  if (Array.isArray(list)) return verbatim(list, key);
  return reject(key, `its JSON is ${kindOf(list)}, not an array`);
}
