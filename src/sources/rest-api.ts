import { type Fields, fields, own, record } from '../lib/own-fields.js';
import { type ClaimPlace, kindOf, refuse, separated, verbatim } from './group-list.js';
import { type DetectedSource, defineSource, toIdentity } from './source.js';

const PATH = 'requestContext.authorizer.claims';

/**
 * API Gateway REST API with a `COGNITO_USER_POOLS` authorizer, or with a JWT authorizer.
 *
 * Reads `requestContext.authorizer.claims`, which API Gateway writes after it has verified the token; a Lambda authorizer cannot set
 * that key. The Cognito authorizer makes every claim a string and joins a list with bare commas: `["admin","ops"]` is `"admin,ops"`.
 * The JWT authorizer keeps JSON types, known by a numeric `exp`: there only an array is a list.
 *
 * @returns `undefined` for any other event. A verified caller without the claim is in no group: an empty list.
 * @throws `ERR_CLAIM_FORMAT`, 500: an empty name, a comma behind a backslash, a value in `[…]`, or anything that is no list.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
 */
export const restApi: DetectedSource = defineSource({
  name: 'rest-api',
  identify(event, claim) {
    const { requestContext, version, info } = fields(event);
    const claims = record(fields(fields(requestContext).authorizer).claims);
    // HTTP APIs mark their events with `version`, AppSync with `info`: the same path means something else there.
    if (claims === undefined || version !== undefined || info !== undefined) return undefined;
    return toIdentity('rest-api', claims, decode(claims, { source: 'rest-api', path: PATH, claim }));
  },
});

function decode(claims: Fields, place: ClaimPlace): string[] {
  const value = own(claims, place.claim);
  if (value === undefined) return [];
  if (Array.isArray(value)) return verbatim(value, place);
  if (typeof value !== 'string') return refuse(place, `it is ${kindOf(value)}, not a comma-separated string`);
  if (typeof claims.exp === 'number') {
    return refuse(place, 'it is a string, where a JWT authorizer (numeric exp) sends an array');
  }
  if (value.startsWith('[') && value.endsWith(']')) return refuse(place, 'it is in brackets, as an HTTP API sends it');
  if (value.includes('\\,')) return refuse(place, 'it holds a comma behind a backslash, which may be an escaped name');
  return separated(value, ',', place);
}
