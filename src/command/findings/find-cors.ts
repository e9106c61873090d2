import { conditionText, includesWhen } from '../template/conditions.js';
import {
  type DeployedApi,
  type DeployedRoute,
  type Deployment,
  keyOf,
} from '../template/deployment.js';
import type { Finding } from './finding.js';

/** The responses with which a REST API rejects a caller before the function runs. */
const REFUSALS = ['UNAUTHORIZED', 'ACCESS_DENIED'];

const FALLBACK = 'DEFAULT_4XX';

/**
 * APIs whose responses a browser cannot read: the gateway's own responses, and preflights that an
 * authorizer rejects.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function findCors(deployment: Deployment, routes: readonly DeployedRoute[]): Finding[] {
  return deployment.apis.flatMap((api) => {
    if (api.kind === 'websocket') return [];
    const ours = routes.filter((route) => route.api === api.id);
    const all = deployment.routes.filter((route) => route.api === api.id);
    const guarded = ours.filter((route) => isGuarded(route));
    if (guarded.length === 0) return [];
    const preflights = all.filter(({ method }) => method === 'OPTIONS');
    const hasCors = api.hasCors || preflights.length > 0;
    const refusals = hasCors ? findRefusals(deployment, api) : [];
    return [...refusals, ...findPreflights(api, guarded, preflights)];
  });
}

const WITHOUT_TOKEN = 'which have no token';
const UNREADABLE = 'so a browser cannot read them';

function isGuarded({ authorizer }: DeployedRoute): boolean {
  return authorizer.kind === 'authorizer' || authorizer.kind === 'iam';
}

function findRefusals({ responses }: Deployment, api: DeployedApi): Finding[] {
  const finding = (problem: string, fix: string): Finding => ({
    route: `API ${api.id}`,
    problem: conditionText(api.when) + problem,
    fix,
    at: api.at,
  });
  if (api.kind === 'http') {
    if (api.hasCors) return [];
    const problem = `its own 401 and 403 have no CORS headers, ${UNREADABLE}`;
    return [finding(problem, 'write CorsConfiguration at the API')];
  }
  const own = responses.filter((one) => one.api === api.id && includesWhen(api.when, one.when));
  const allows = (name: string) => own.find(({ type }) => type === name)?.allowsOrigin;
  const closed = REFUSALS.filter((type) => !(allows(type) ?? allows(FALLBACK)));
  if (closed.length === 0) return [];
  const type = closed.length === REFUSALS.length ? FALLBACK : (closed[0] as string);
  const answers = `its own ${closed.join(' and ')} have no Access-Control-Allow-Origin`;
  return [finding(`${answers}, ${UNREADABLE}`, responseLine(api, type))];
}

function responseLine({ dialect, id, at }: DeployedApi, type: string): string {
  const header = "'https://YOUR_ORIGIN'";
  if (dialect === 'sam') {
    const headers = `{ Headers: { Access-Control-Allow-Origin: "${header}" } }`;
    return `write at ${at}: GatewayResponses: { ${type}: { ResponseParameters: ${headers} } }`;
  }
  const parameters = `{ gatewayresponse.header.Access-Control-Allow-Origin: "${header}" }`;
  if (dialect === 'openapi') {
    const response = `{ ${type}: { responseParameters: ${parameters} } }`;
    return `write x-amazon-apigateway-gateway-responses: ${response}`;
  }
  const properties = `RestApiId: !Ref ${id.split(' ', 1)[0]}, ResponseType: ${type}`;
  return (
    `deploy an AWS::ApiGateway::GatewayResponse with ${properties}, ` +
    `ResponseParameters: ${parameters}`
  );
}

/** A browser sends no token with a preflight. */
function findPreflights(
  api: DeployedApi,
  guarded: readonly DeployedRoute[],
  preflights: readonly DeployedRoute[],
): Finding[] {
  const found: Finding[] = [];
  const { preflightAuthorizer: name } = api;
  if (name !== undefined) {
    found.push({
      route: `API ${api.id}`,
      problem: `${conditionText(api.when)}${name} rejects its preflights, ${WITHOUT_TOKEN}`,
      fix: `write at ${api.at}: Auth: { AddDefaultAuthorizerToCorsPreflight: false }`,
      at: api.at,
    });
  }
  for (const route of preflights.filter(isGuarded)) {
    found.push({
      route: keyOf(route),
      problem: `${conditionText(route.when)}its authorizer rejects preflights, ${WITHOUT_TOKEN}`,
      fix: 'remove the authorizer of this route',
      at: route.at,
    });
  }
  return api.kind === 'http' && api.hasCors
    ? [...found, ...findAnyPreflights(guarded, preflights)]
    : found;
}

/**
 * `ANY` and `$default` of an HTTP API match preflights before its CORS configuration answers them.
 */
function findAnyPreflights(
  guarded: readonly DeployedRoute[],
  preflights: readonly DeployedRoute[],
): Finding[] {
  return guarded
    .filter(({ method, path }) => method === 'ANY' && !hasPreflight(preflights, path))
    .map((route) => {
      const path = route.path === '$default' ? '/{proxy+}' : route.path;
      const problem = `it matches preflights too, ${WITHOUT_TOKEN}: its authorizer rejects them`;
      return {
        route: keyOf(route),
        problem: conditionText(route.when) + problem,
        fix: `deploy OPTIONS ${path} without an authorizer`,
        at: route.at,
      };
    });
}

function hasPreflight(preflights: readonly DeployedRoute[], path: string): boolean {
  return preflights.some(
    (one) => one.path === path || (path === '$default' && one.path === '/{proxy+}'),
  );
}
