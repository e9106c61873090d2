import { isRecord, ownField, ownFields } from '../lib/own-fields.js';

/**
 * Whether an HTTP response is expected: by API Gateway, a load balancer, a Function URL or VPC
 * Lattice. For a destination, a queue, a stream, a schedule or a GraphQL resolver, a response would
 * count as success; for an authorizer request, it would count as a policy.
 */
export function expectsHttpResponse(event: unknown): boolean {
  const { requestContext, methodArn, routeArn, authorizationToken, raw_path, method, headers } =
    ownFields(event);
  if ((methodArn ?? routeArn ?? authorizationToken) !== undefined) return false;
  // VPC Lattice, version 1: the only HTTP event without a `requestContext`.
  if (requestContext === undefined) {
    return typeof raw_path === 'string' && typeof method === 'string' && isRecord(headers);
  }
  return isRecord(requestContext) && ownField(requestContext, 'functionArn') === undefined;
}

/**
 * A load balancer with multi-value headers enabled sends only those, and reads only those of the
 * response. Every other HTTP event has `headers`.
 */
export function readsMultiValueHeaders(event: unknown): boolean {
  const { headers, multiValueHeaders } = ownFields(event);
  return headers === undefined && isRecord(multiValueHeaders);
}
