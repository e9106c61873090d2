import { type Fields, ownFields } from '../../lib/own-fields.js';
import type { When } from './conditions.js';
import {
  conditionsOf,
  type DeployedApi,
  type DeployedRoute,
  type Deployment,
  keyOf,
  readWays,
} from './deployment.js';
import { readOpenApi } from './open-api.js';
import { implicitApi, SAM_APIS, type SamApi, withGlobals } from './sam-api.js';
import { authorizerNames, guardsPreflights, samAuthorizer } from './sam-authorizer.js';
import { readSamEvents, type SamEvents } from './sam-events.js';
import { readWebSocketApis } from './sam-web-socket.js';
import { type Resource, resourcesOf, type Template } from './template.js';

/** Reads the functions of SAM with their events, and its APIs. */
export function readSam(template: Template, deployment: Deployment): void {
  const events = readSamEvents(template, deployment);
  for (const samApi of Object.values(SAM_APIS)) {
    const explicit = resourcesOf(template, samApi.type);
    const all = events.implicit.has(samApi) ? [...explicit, implicitApi(samApi)] : explicit;
    for (const api of all) readApi(template, deployment, events, samApi, api);
  }
  addEvents(deployment, events.routes);
  readWebSocketApis(template, deployment);
}

function readApi(
  template: Template,
  deployment: Deployment,
  { overrides }: SamEvents,
  samApi: SamApi,
  api: Resource,
): void {
  const properties = withGlobals(template, api);
  const { DefinitionBody, DefinitionUri, GatewayResponses, ...others } = properties;
  deployment.apis.push(
    ...readWays(deployment, api.at, others, conditionsOf(api), (value, when) => [
      toApi(samApi, api, ownFields(value), when),
    ]),
  );
  for (const [type, response] of Object.entries(ownFields(GatewayResponses))) {
    const { Headers } = ownFields(ownFields(response).ResponseParameters);
    const names = Object.keys(ownFields(Headers));
    const allowsOrigin = names.some((name) => /^access-control-allow-origin$/iu.test(name));
    deployment.responses.push({ api: api.id, type, allowsOrigin, when: conditionsOf(api) });
  }
  readOpenApi(template, deployment, {
    api,
    kind: samApi.kind,
    body: DefinitionBody,
    location: DefinitionUri,
    sam: {
      authorizers: authorizerNames(properties),
      defaultAuthorizer: (method) => samAuthorizer(template, samApi, properties, {}, method),
      overrides: overrides.get(api.id) ?? new Map(),
    },
  });
}

function toApi(
  { kind }: SamApi,
  { id, at }: Resource,
  properties: Fields,
  when: When,
): DeployedApi {
  const auth = ownFields(properties.Auth);
  const cors = kind === 'rest' ? properties.Cors : properties.CorsConfiguration;
  const hasCors = cors !== undefined && cors !== null && cors !== false;
  const { DefaultAuthorizer } = auth;
  const isDefault = typeof DefaultAuthorizer === 'string' && DefaultAuthorizer !== 'NONE';
  const isGuarded = kind === 'rest' && hasCors && isDefault && guardsPreflights(auth);
  return {
    id,
    kind,
    hasCors,
    preflightAuthorizer: isGuarded ? DefaultAuthorizer : undefined,
    authorizers: authorizerNames(properties).map((name) => ({ name, type: '' })),
    when,
    at,
    dialect: 'sam',
  };
}

/** An event adds its function to the operation of the document for the same route. */
function addEvents(deployment: Deployment, events: readonly DeployedRoute[]): void {
  const nameOf = (route: DeployedRoute) => `${route.api} ${keyOf(route)}`;
  const written = new Map(deployment.routes.map((route) => [nameOf(route), route]));
  const added = new Set(events.map(nameOf));
  const kept = deployment.routes.filter((route) => !added.has(nameOf(route)));
  const merged = events.map((route) => {
    const { authorizer } = written.get(nameOf(route)) ?? route;
    return { ...route, authorizer };
  });
  deployment.routes.splice(0, deployment.routes.length, ...merged, ...kept);
}
