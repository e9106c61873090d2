import { ownFields } from '../../lib/own-fields.js';
import {
  type Authorizer,
  addUnresolved,
  conditionsOf,
  type DeployedRoute,
  type Deployment,
  readWays,
} from './deployment.js';
import { functionsIn } from './functions.js';
import { isOpaque, isUnresolved, textOf } from './intrinsics.js';
import { withGlobals } from './sam-api.js';
import { type Resource, resourcesOf, type Template } from './template.js';

/** Reads `AWS::Serverless::WebSocketApi`, which itself names the function of each route. */
export function readWebSocketApis(template: Template, deployment: Deployment): void {
  for (const api of resourcesOf(template, 'AWS::Serverless::WebSocketApi')) {
    const properties = withGlobals(template, api);
    const ways = readWays(deployment, api.at, properties, conditionsOf(api), (value, when) =>
      readRoutes(template, api, value).map((route) => ({ ...route, when })),
    );
    if (isOpaque(properties.Routes)) {
      addUnresolved(deployment, api.at, 'Routes', { unresolved: 'not a map' }, undefined);
    }
    deployment.routes.push(...ways);
  }
}

function readRoutes(
  template: Template,
  { id, at }: Resource,
  properties: unknown,
): Omit<DeployedRoute, 'when'>[] {
  const { Routes, Auth } = ownFields(properties);
  return Object.entries(ownFields(Routes)).map(([path, route]) => {
    const functions = functionsIn(template, ownFields(route).FunctionArn);
    return {
      api: id,
      apiKind: 'websocket',
      method: undefined,
      path,
      functions: functions.length > 0 ? functions : undefined,
      isProxy: true,
      // It is asked for `$connect`, and `withConnectAuthorizer` gives the others its result.
      authorizer: authorizerOf(template, ownFields(Auth).AuthType),
      at: `${at}, route ${path}`,
      dialect: 'sam',
    };
  });
}

function authorizerOf(template: Template, type: unknown): Authorizer {
  const text = textOf(template, type) ?? 'NONE';
  if (isUnresolved(text)) return { kind: 'unknown', why: `AuthType is ${text.unresolved}` };
  const upper = text.toUpperCase();
  if (upper === 'NONE') return { kind: 'none' };
  return upper === 'AWS_IAM' ? { kind: 'iam' } : { kind: 'authorizer', name: upper };
}
