import { ownFields } from '../../lib/own-fields.js';
import { isMatch } from '../../lib/text.js';
import { authorizerOf, authorizersOf } from './authorizer.js';
import { ALWAYS, type When } from './conditions.js';
import {
  addUnresolved,
  conditionsOf,
  type DeployedRoute,
  type Deployment,
  readWays,
} from './deployment.js';
import { readGatewayResponses } from './gateway-responses.js';
import { functionsOfIntegration, isProxy } from './integration.js';
import { apiIdOf, isUnresolved, referenceOf, textOf, type Unresolved } from './intrinsics.js';
import { readOpenApi } from './open-api.js';
import { type Resource, resourcesOf, type Template } from './template.js';

/** Reads `AWS::ApiGateway::RestApi` with its methods, as the CDK writes it. */
export function readRestApis(template: Template, deployment: Deployment): void {
  for (const api of resourcesOf(template, 'AWS::ApiGateway::RestApi')) {
    const { Body, BodyS3Location } = api.properties;
    deployment.apis.push({
      id: api.id,
      kind: 'rest',
      hasCors: false,
      preflightAuthorizer: undefined,
      authorizers: authorizersOf(template, api.id),
      when: ALWAYS,
      at: api.at,
      dialect: Body === undefined ? 'resource' : 'openapi',
    });
    readOpenApi(template, deployment, { api, kind: 'rest', body: Body, location: BodyS3Location });
  }
  readGatewayResponses(template, deployment);
  const paths = new Map<string, string | Unresolved>();
  for (const method of resourcesOf(template, 'AWS::ApiGateway::Method')) {
    const ways = readWays(
      deployment,
      method.at,
      method.properties,
      conditionsOf(method),
      (value, when) => readMethod(template, deployment, paths, method, value, when),
    );
    deployment.routes.push(...ways);
  }
}

function readMethod(
  template: Template,
  deployment: Deployment,
  paths: Map<string, string | Unresolved>,
  { at }: Resource,
  properties: unknown,
  when: When,
): DeployedRoute[] {
  const fields = ownFields(properties);
  const functions = functionsOfIntegration(template, fields.Integration);
  const method = textOf(template, fields.HttpMethod);
  const path = pathOf(template, fields.ResourceId, paths, []);
  if (isUnresolved(path)) addUnresolved(deployment, at, 'ResourceId', path, functions);
  if (isUnresolved(method)) addUnresolved(deployment, at, 'HttpMethod', method, functions);
  if (isUnresolved(path) || typeof method !== 'string') return [];
  return [
    {
      api: apiIdOf(fields.RestApiId),
      apiKind: 'rest',
      method: method.toUpperCase(),
      path: path === '' ? '/' : path,
      functions,
      isProxy: isProxy(template, fields.Integration),
      authorizer: authorizerOf(template, fields.AuthorizationType, fields.AuthorizerId),
      when,
      at,
      dialect: 'resource',
    },
  ];
}

/** The path of a resource, from the path parts of its parents. Each resource is followed once. */
function pathOf(
  template: Template,
  id: unknown,
  paths: Map<string, string | Unresolved>,
  below: readonly string[],
): string | Unresolved {
  if (isRootOf(id)) return '';
  const resource = template.resources.get(referenceOf(id) ?? '');
  if (resource?.type !== 'AWS::ApiGateway::Resource' || below.includes(resource.id)) {
    const text = textOf(template, id) ?? 'missing';
    return isUnresolved(text) ? text : { unresolved: text };
  }
  const known = paths.get(resource.id);
  if (known !== undefined) return known;
  const { ParentId, PathPart } = resource.properties;
  const parent = pathOf(template, ParentId, paths, [...below, resource.id]);
  const part = textOf(template, PathPart) ?? { unresolved: 'missing' };
  const path = isUnresolved(parent) ? parent : isUnresolved(part) ? part : `${parent}/${part}`;
  paths.set(resource.id, path);
  return path;
}

/** Whether an id is the `RootResourceId` of an API, at which every path starts. */
function isRootOf(id: unknown): boolean {
  const { 'Fn::GetAtt': attribute } = ownFields(id);
  const name = Array.isArray(attribute) ? attribute[1] : attribute;
  return isMatch(/(?:^|\.)RootResourceId$/u, name);
}
