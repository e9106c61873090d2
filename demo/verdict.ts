import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from './exchange.js';
import type { Expectation } from './expectation.js';

/** Everything about an answer that does not match the token; empty if all is well. */
export function faultsOf(
  { status, headers, body, event }: Exchange,
  expected: Expectation,
): string[] {
  const fromLambda = event !== undefined;
  const checks: Readonly<Record<string, boolean>> = {
    [`status ${expected.status}`]: status === expected.status,
    [expected.reachesLambda ? 'to reach Lambda' : 'to stop at the gateway']:
      fromLambda === expected.reachesLambda,
    [`event.auth.groups ${JSON.stringify(expected.groups)}`]: isDeepStrictEqual(
      event?.auth?.groups,
      expected.groups,
    ),
    [`groups in the body ${JSON.stringify(expected.groups)}`]:
      status !== 200 || isDeepStrictEqual(JSON.parse(body).groups, expected.groups),
    'a CORS header':
      !fromLambda || headers.get('access-control-allow-origin') === 'https://teams.example',
    'WWW-Authenticate on a 401 and only there':
      !fromLambda || headers.get('www-authenticate') === (status === 401 ? 'Bearer' : null),
  };
  return Object.keys(checks).filter((check) => !checks[check]);
}
