import { isRecord, ownFields } from '../../lib/own-fields.js';
import { outerWaysOf, type Way } from './conditions.js';
import {
  type ApiKind,
  type Authorizer,
  conditionsOf,
  type DeployedRoute,
  type Deployment,
  keyOf,
  readWays,
} from './deployment.js';
import { allowsOriginIn } from './gateway-responses.js';
import { functionsOfIntegration, isProxy } from './integration.js';
import { isOpaque } from './intrinsics.js';
import type { Resource, Template } from './template.js';

export interface OpenApiBody {
  readonly api: Resource;
  readonly kind: ApiKind;
  /** The document, if it is in the template. */
  readonly body: unknown;
  /** Where the document is, if it is not in the template. */
  readonly location: unknown;
  /** What SAM changes in the document. */
  readonly sam?: {
    /** The authorizer of a method for which the document defines none. */
    readonly defaultAuthorizer: (method: string) => Authorizer;
    /** The authorizers that SAM adds to the document. */
    readonly authorizers: readonly string[];
    /** The authorizers that events add to operations, by route. */
    readonly overrides: ReadonlyMap<string, Authorizer>;
  };
}

const METHODS = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options']);
const ANY = 'x-amazon-apigateway-any-method';
const INTEGRATION = 'x-amazon-apigateway-integration';
const RESPONSES = 'x-amazon-apigateway-gateway-responses';

/** Whether an HTTP API answers preflights, according to its document. */
export function hasCorsExtension(body: unknown): boolean {
  return ownFields(body)['x-amazon-apigateway-cors'] !== undefined;
}

/** Reads the routes of an API that is defined by an OpenAPI document. */
export function readOpenApi(template: Template, deployment: Deployment, given: OpenApiBody): void {
  const { api, body, location } = given;
  if (body === undefined && location === undefined) return;
  if (!isRecord(body) || isOpaque(body) || isOpaque(body.paths)) {
    addUnreadable(deployment, api.at);
    return;
  }
  for (const [type, response] of Object.entries(ownFields(body[RESPONSES]))) {
    const allowsOrigin = allowsOriginIn(ownFields(response).responseParameters);
    deployment.responses.push({ api: api.id, type, allowsOrigin, when: conditionsOf(api) });
  }
  for (const [path, item] of Object.entries(ownFields(body.paths))) {
    for (const way of outerWaysOf(item, conditionsOf(api))) {
      readPath(template, deployment, given, path, way);
    }
  }
}

function addUnreadable(deployment: Deployment, at: string): void {
  deployment.unresolved.push({
    at,
    what: 'its routes are in a document that is not in the template',
    fix: 'include the document in the template',
    functions: undefined,
  });
}

function isNothing(value: unknown): boolean {
  return ownFields(value).Ref === 'AWS::NoValue';
}

function readPath(
  template: Template,
  deployment: Deployment,
  given: OpenApiBody,
  path: string,
  { value: item, when }: Way,
): void {
  const { kind, api } = given;
  if (isOpaque(item) || Object.hasOwn(ownFields(item), '$ref')) {
    if (!isNothing(item)) addUnreadable(deployment, `${api.at}, path ${path}`);
    return;
  }
  for (const [name, operation] of Object.entries(ownFields(item))) {
    const lower = name.toLowerCase();
    if (lower !== ANY && !METHODS.has(lower)) continue;
    const method = lower === ANY ? 'ANY' : lower.toUpperCase();
    const at = `${api.at}, path ${path}, ${name}`;
    const base = { api: api.id, apiKind: kind, at, dialect: 'openapi' } as const;
    const key = { method, path: /^\/?\$default$/u.test(path) ? '$default' : path };
    const ways = readWays(deployment, at, operation, when, (decided, both): DeployedRoute[] => {
      if (decided === undefined) return [];
      if (isOpaque(decided)) addUnreadable(deployment, at);
      const functions = functionsOf(template, kind, decided);
      const authorizer = authorizerOf(given, key, decided);
      const proxy = isProxy(template, ownFields(decided)[INTEGRATION]);
      return [{ ...base, ...key, functions, isProxy: proxy, authorizer, when: both }];
    });
    deployment.routes.push(...ways);
  }
}

/** The functions of an operation. An operation without an integration has none. */
function functionsOf(
  template: Template,
  kind: ApiKind,
  operation: unknown,
): readonly string[] | undefined {
  const integration = ownFields(operation)[INTEGRATION];
  const { $ref: reference, integrationSubtype } = ownFields(integration);
  if (reference !== undefined) return undefined;
  if (kind === 'http' && integrationSubtype !== undefined) return [];
  return functionsOfIntegration(template, integration);
}

function authorizerOf(
  given: OpenApiBody,
  key: { readonly method: string; readonly path: string },
  operation: unknown,
): Authorizer {
  const override = given.sam?.overrides.get(keyOf(key));
  if (override !== undefined) return override;
  const { security } = ownFields(operation);
  if (security !== undefined && !Array.isArray(security)) {
    return { kind: 'unknown', why: 'its `security` is not a list' };
  }
  const names = namesIn(security);
  if (names.includes('NONE')) return { kind: 'none' };
  const found = names.map((name) => schemeOf(given, name)).find(({ kind }) => kind !== 'none');
  if (found !== undefined) return found;
  if (given.sam !== undefined) return given.sam.defaultAuthorizer(key.method);
  const { security: shared } = ownFields(given.body);
  return security === undefined && shared !== undefined
    ? { kind: 'unknown', why: '`security` is only at the root of the document' }
    : { kind: 'none' };
}

function namesIn(security: unknown): string[] {
  return Array.isArray(security) ? security.flatMap((one) => Object.keys(ownFields(one))) : [];
}

/** A security scheme is an authorizer, an AWS signature, or only an API key. */
function schemeOf({ body, sam }: OpenApiBody, name: string): Authorizer {
  if (sam?.authorizers.includes(name)) return { kind: 'authorizer', name };
  const { securityDefinitions, components } = ownFields(body);
  const schemes = ownFields(securityDefinitions ?? ownFields(components).securitySchemes);
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (scheme === undefined && name === 'AWS_IAM') return { kind: 'iam' };
  if (!isRecord(scheme) || isOpaque(scheme)) {
    return {
      kind: 'unknown',
      why: `\`security\` names ${name}, which the document does not define`,
    };
  }
  if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') return { kind: 'iam' };
  const isAuthorizer = scheme['x-amazon-apigateway-authorizer'] !== undefined;
  return isAuthorizer ? { kind: 'authorizer', name } : { kind: 'none' };
}
