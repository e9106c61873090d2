import { isMatch } from '../../lib/text.js';
import type { Authorizer, NamedAuthorizer } from './deployment.js';
import { isUnresolved, referenceOf, textOf } from './intrinsics.js';
import { resourcesOf, type Template } from './template.js';

/** Reads what authorizes a route. REST, HTTP and WebSocket APIs write it in the same way. */
export function authorizerOf(template: Template, type: unknown, id: unknown): Authorizer {
  const text = textOf(template, type) ?? 'NONE';
  if (isUnresolved(text))
    return { kind: 'unknown', why: `AuthorizationType is ${text.unresolved}` };
  if (text === 'NONE') return { kind: 'none' };
  if (text === 'AWS_IAM') return { kind: 'iam' };
  return { kind: 'authorizer', name: referenceOf(id) ?? text };
}

/** The authorizers of an API that are separate resources. */
export function authorizersOf(template: Template, api: string): NamedAuthorizer[] {
  const types = ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'];
  return resourcesOf(template, ...types).flatMap(({ id, properties }) => {
    const { RestApiId, ApiId, Type, AuthorizerType } = properties;
    if (referenceOf(RestApiId ?? ApiId) !== api) return [];
    const type = Type ?? AuthorizerType;
    return [{ name: id, type: isMatch(/^(?:JWT|COGNITO_USER_POOLS)$/u, type) ? type : 'CUSTOM' }];
  });
}
