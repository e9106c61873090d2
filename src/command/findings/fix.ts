import { isMethod } from '../../guard/route.js';
import { quote } from '../../lib/quote.js';
import type { Access } from '../access.js';
import type { DeployedApi, DeployedRoute, Deployment } from '../template/deployment.js';

/** The line that gives a route a rule. */
export function ruleLine({ kind }: Access, key: string): string {
  const [method, path] = key.split(' ');
  if (path !== undefined && method !== 'ANY' && !isMethod(method)) {
    // The route key of a WebSocket API may hold a space.
    const what = path.startsWith('/') ? `the method ${method}` : 'it';
    return `remove it from the template: no rule can name ${what}`;
  }
  // A preflight has no token, so any other rule would deny it.
  const rule = method === 'OPTIONS' ? 'everyone' : "'GROUP'";
  if (kind === 'table' || path === undefined) return `add to the table: ${quote(key)}: ${rule}`;
  const route = `method: ${quote(method)}, path: ${quote(path)}, access: ${rule}, handler`;
  return `add to guardRoutes: { ${route} }`;
}

/** The line that allows preflights, which an authorizer would reject. */
export function preflightLine(access: Access, key: string): string {
  const [method, path] = key.split(' ');
  return method === 'OPTIONS'
    ? 'write everyone as its rule, and answer the preflight before the guard'
    : ruleLine(access, `OPTIONS ${path}`);
}

/**
 * The line that deploys the route of a rule, in the form that the first API of the template uses.
 */
export function deployLine({ apis }: Deployment, key: string): string {
  const [method, path] = key.split(' ');
  const remove = `or remove the rule of ${quote(key)}`;
  const { dialect, kind }: Partial<DeployedApi> = apis[0] ?? {};
  if (path === undefined) return `deploy a route with RouteKey: ${key}, ${remove}`;
  if (dialect === 'openapi') {
    const operation = `${quote(path)}: { ${method?.toLowerCase()}: ... }`;
    return `add to paths of the document: ${operation}, ${remove}`;
  }
  if (dialect === 'sam') {
    const type = kind === 'rest' ? 'Api' : 'HttpApi';
    const event = `{ Type: ${type}, Properties: { Path: ${quote(path)}, Method: ${method} } }`;
    return `add to Events of the function: ${event}, ${remove}`;
  }
  return kind === 'rest'
    ? `deploy an AWS::ApiGateway::Method with HttpMethod: ${method} for ${path}, ${remove}`
    : `deploy an AWS::ApiGatewayV2::Route with RouteKey: ${key}, ${remove}`;
}

const TYPES = { rest: 'COGNITO_USER_POOLS', http: 'JWT', websocket: 'CUSTOM' } as const;

/** The line that adds an authorizer to a route. */
export function authorizerLine(route: DeployedRoute, api: DeployedApi | undefined): string {
  const { apiKind, dialect } = route;
  const [known] = api?.authorizers ?? [];
  const name = known?.name ?? 'YOUR_AUTHORIZER';
  if (dialect === 'openapi') return `write security: [{ ${name}: [] }]`;
  if (dialect === 'resource') {
    const type = known?.type || TYPES[apiKind];
    const target = apiKind === 'websocket' ? ' at the route $connect' : '';
    return `write AuthorizationType: ${type} and AuthorizerId: !Ref ${name}${target}`;
  }
  return apiKind === 'websocket'
    ? 'write at the API: Auth: { AuthType: CUSTOM, AuthArn: !GetAtt YOUR_AUTHORIZER.Arn }'
    : `write Auth: { Authorizer: ${name} }`;
}

/** The line that removes the authorizer of a route. */
export function publicLine({ apiKind, dialect, at }: DeployedRoute): string {
  if (dialect === 'openapi') return 'write security: []';
  if (dialect === 'resource') return 'write AuthorizationType: NONE';
  return apiKind === 'websocket'
    ? `remove Auth of ${at.split(',', 1)[0]}`
    : 'write Auth: { Authorizer: NONE }';
}
