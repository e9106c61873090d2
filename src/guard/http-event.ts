import { type Fields, isRecord, ownFields } from '../lib/own-fields.js';

/**
 * Whether an HTTP response is expected: by API Gateway, a load balancer, a Function URL or VPC
 * Lattice. For a destination, a queue, a stream, a schedule or a GraphQL resolver, a response would
 * count as success; for an authorizer request, it would count as a policy.
 */
export function expectsHttpResponse(event: unknown): boolean {
  const fields = ownFields(event);
  const { requestContext, methodArn, routeArn, authorizationToken } = fields;
  if ((methodArn ?? routeArn ?? authorizationToken) !== undefined) return false;
  if (requestContext === undefined) return isLattice(fields);
  return isRecord(requestContext) && ownFields(requestContext).functionArn === undefined;
}

/** VPC Lattice, version 1: the only HTTP event without a `requestContext`. */
function isLattice({ raw_path: path, method, headers }: Fields): boolean {
  return typeof path === 'string' && typeof method === 'string' && isRecord(headers);
}

/** A load balancer with multi-value headers enabled reads only those of the response. */
export function readsMultiValueHeaders(event: unknown): boolean {
  const { requestContext, headers, multiValueHeaders } = ownFields(event);
  const isLoadBalancer = isRecord(ownFields(requestContext).elb);
  return isLoadBalancer && headers === undefined && isRecord(multiValueHeaders);
}
