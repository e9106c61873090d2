import type { Authorizer, NamedAuthorizer } from './deployment.js';
import { isUnresolved, referenceOf, textOf } from './intrinsics.js';
import { resourcesOf, type Template } from './template.js';

/** A REST API, an HTTP API and a WebSocket API name what authorizes a route in the same way. */
export function authorizerOf(template: Template, type: unknown, id: unknown): Authorizer {
  const text = textOf(template, type) ?? 'NONE';
  if (isUnresolved(text))
    return { kind: 'unknown', why: `AuthorizationType is ${text.unresolved}` };
  if (text === 'NONE') return { kind: 'none' };
  if (text === 'AWS_IAM') return { kind: 'iam' };
  return { kind: 'authorizer', name: referenceOf(id) ?? text };
}

/** The authorizers of an API, as resources of their own. */
export function authorizersOf(template: Template, api: string): NamedAuthorizer[] {
  const types = ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'];
  return resourcesOf(template, ...types).flatMap(({ id, properties }) => {
    const { RestApiId, ApiId, Type, AuthorizerType } = properties;
    if (referenceOf(RestApiId ?? ApiId) !== api) return [];
    const type = String(Type ?? AuthorizerType);
    return [{ name: id, type: /^(?:JWT|COGNITO_USER_POOLS)$/u.test(type) ? type : 'CUSTOM' }];
  });
}
