import { isRecord, ownFields } from '../lib/own-fields.js';

/**
 * Whether AWS has written an identity that no configured source recognised. It explains a 401 to
 * the operator and does not affect the decision. Payload 1.0 has `claims: null` on a route without
 * an authorizer.
 */
export function hasUnreadIdentity(event: unknown): boolean {
  const { requestContext, identity } = ownFields(event);
  const { authorizer } = ownFields(requestContext);
  return isRecord(identity) || (isRecord(authorizer) && authorizer.claims !== null);
}
