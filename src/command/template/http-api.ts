import { type Fields, ownFields } from '../../lib/own-fields.js';
import { authorizerOf, authorizersOf } from './authorizer.js';
import type { When } from './conditions.js';
import {
  type ApiKind,
  addUnresolved,
  conditionsOf,
  type DeployedRoute,
  type Deployment,
  readWays,
} from './deployment.js';
import { functionsIn } from './functions.js';
import { functionsOfTarget, isProxyTarget } from './integration.js';
import { apiIdOf, isUnresolved, textOf } from './intrinsics.js';
import { hasCorsExtension, readOpenApi } from './open-api.js';
import { type Resource, resourcesOf, type Template } from './template.js';

/** Reads `AWS::ApiGatewayV2::Api`, an HTTP API or a WebSocket API, with its routes. */
export function readHttpApis(template: Template, deployment: Deployment): void {
  for (const api of resourcesOf(template, 'AWS::ApiGatewayV2::Api')) {
    const { Body, BodyS3Location, CorsConfiguration } = api.properties;
    deployment.apis.push(
      ...readWays(deployment, api.at, { CorsConfiguration }, conditionsOf(api), (value, when) => [
        {
          id: api.id,
          kind: kindOf(template, api.id, ''),
          hasCors: Object.keys(ownFields(value)).length > 0 || hasCorsExtension(Body),
          preflightAuthorizer: undefined,
          authorizers: authorizersOf(template, api.id),
          when,
          at: api.at,
          dialect: Body === undefined ? ('resource' as const) : ('openapi' as const),
        },
      ]),
    );
    readOpenApi(template, deployment, { api, kind: 'http', body: Body, location: BodyS3Location });
    readQuickCreate(template, deployment, api);
  }
  for (const route of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
    const ways = readWays(
      deployment,
      route.at,
      route.properties,
      conditionsOf(route),
      (value, when) => readRoute(template, deployment, route, value, when),
    );
    deployment.routes.push(...ways);
  }
}

/** If the template does not say it, the kind of an API is that of its route keys. */
function kindOf(template: Template, api: string, key: string): ApiKind {
  const known = template.resources.get(api);
  const protocol = textOf(template, known?.properties.ProtocolType);
  if (protocol === 'WEBSOCKET') return 'websocket';
  if (known !== undefined && !isUnresolved(protocol)) return 'http';
  // Both kinds have `$default`, so the other routes of the API decide.
  const keys = key === '' || key === '$default' ? routeKeysOf(template, api) : [key];
  return keys.some(isWebSocketKey) ? 'websocket' : 'http';
}

function routeKeysOf(template: Template, api: string): unknown[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => apiIdOf(properties.ApiId) === api)
    .map(({ properties }) => textOf(template, properties.RouteKey));
}

function isWebSocketKey(key: unknown): boolean {
  return typeof key === 'string' && key !== '$default' && !key.includes(' /');
}

/** The single integration of an API that is defined in the properties of the API itself. */
function readQuickCreate(template: Template, deployment: Deployment, api: Resource): void {
  const { Target, RouteKey } = api.properties;
  const ways = readWays(
    deployment,
    api.at,
    { Target, RouteKey },
    conditionsOf(api),
    (value, when) => readQuickRoute(template, deployment, api, ownFields(value), when),
  );
  deployment.routes.push(...ways);
}

function readQuickRoute(
  template: Template,
  deployment: Deployment,
  api: Resource,
  { Target, RouteKey }: Fields,
  when: When,
): DeployedRoute[] {
  if (Target === undefined) return [];
  const key = textOf(template, RouteKey) ?? '$default';
  const functions = functionsIn(template, Target);
  if (isUnresolved(key)) {
    addUnresolved(deployment, api.at, 'RouteKey', key, functions);
    return [];
  }
  return [
    {
      api: api.id,
      apiKind: 'http',
      ...splitKey('http', key),
      functions: functions.length > 0 ? functions : undefined,
      isProxy: true,
      authorizer: { kind: 'none' },
      when,
      at: api.at,
      dialect: 'resource',
    },
  ];
}

function readRoute(
  template: Template,
  deployment: Deployment,
  { at }: Resource,
  properties: unknown,
  when: When,
): DeployedRoute[] {
  const fields = ownFields(properties);
  const functions = functionsOfTarget(template, fields.Target);
  const key = textOf(template, fields.RouteKey);
  if (isUnresolved(key)) addUnresolved(deployment, at, 'RouteKey', key, functions);
  if (typeof key !== 'string') return [];
  const api = apiIdOf(fields.ApiId);
  const apiKind = kindOf(template, api, key);
  return [
    {
      api,
      apiKind,
      ...splitKey(apiKind, key),
      functions,
      isProxy: isProxyTarget(template, fields.Target),
      authorizer: authorizerOf(template, fields.AuthorizationType, fields.AuthorizerId),
      when,
      at,
      dialect: 'resource',
    },
  ];
}

function splitKey(kind: ApiKind, key: string): { method: string | undefined; path: string } {
  if (kind === 'websocket') return { method: undefined, path: key };
  if (key === '$default') return { method: 'ANY', path: key };
  const [method, path = ''] = key.split(' ') as [string, string?];
  return { method: method.toUpperCase(), path };
}
