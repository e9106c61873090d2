import { conditionText } from '../template/conditions.js';
import type { DeployedRoute } from '../template/deployment.js';
import type { Finding } from './finding.js';
import { isPublic, type Pair } from './pairs.js';

const PROBLEM =
  'its integration is not a proxy: the body of a request can become the event, ' +
  'so a caller can claim any group';

/** Routes whose caller may be able to write the event, and with it the identity. */
export function findIntegrations(pairs: readonly Pair[]): Finding[] {
  return pairs
    .filter((pair) => !pair.route.isProxy && !isPublic(pair))
    .map(({ key, route }) => ({
      route: key,
      problem: conditionText(route.when) + PROBLEM,
      fix: proxyLine(route),
      at: route.at,
    }));
}

function proxyLine({ apiKind, dialect }: DeployedRoute): string {
  if (dialect === 'openapi') return 'write type: aws_proxy in x-amazon-apigateway-integration';
  return apiKind === 'rest'
    ? 'write Type: AWS_PROXY in Integration'
    : 'write IntegrationType: AWS_PROXY in its integration';
}
