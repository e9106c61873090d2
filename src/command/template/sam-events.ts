import { type Fields, isRecord, ownFields } from '../../lib/own-fields.js';
import type { When } from './conditions.js';
import {
  type Authorizer,
  addUnresolved,
  conditionsOf,
  type DeployedRoute,
  type Deployment,
  keyOf,
  readWays,
} from './deployment.js';
import { isOpaque, isUnresolved, referenceOf, textOf } from './intrinsics.js';
import { implicitApi, SAM_APIS, type SamApi, withGlobals } from './sam-api.js';
import { samAuthorizer } from './sam-authorizer.js';
import { type Resource, resourcesOf, type Template } from './template.js';

export interface SamEvents {
  readonly routes: readonly DeployedRoute[];
  /** The kinds of API that are implicit, because events do not name them. */
  readonly implicit: ReadonlySet<SamApi>;
  /** The authorizers that events add to the operations of a document, by API, then by route. */
  readonly overrides: ReadonlyMap<string, ReadonlyMap<string, Authorizer>>;
}

interface Reading {
  readonly template: Template;
  readonly deployment: Deployment;
  readonly implicit: Set<SamApi>;
  readonly overrides: Map<string, Map<string, Authorizer>>;
}

/** Reads the events `Api` and `HttpApi` of every `AWS::Serverless::Function`. */
export function readSamEvents(template: Template, deployment: Deployment): SamEvents {
  const reading = { template, deployment, implicit: new Set<SamApi>(), overrides: new Map() };
  const functions = resourcesOf(template, 'AWS::Serverless::Function');
  return { ...reading, routes: functions.flatMap((resource) => readFunction(reading, resource)) };
}

function readFunction(reading: Reading, resource: Resource): DeployedRoute[] {
  const { id, at, properties } = resource;
  const { Events } = properties;
  if (Events !== undefined && (!isRecord(Events) || isOpaque(Events))) {
    addUnresolved(reading.deployment, at, 'Events', { unresolved: 'not a map' }, [id]);
    return [];
  }
  return Object.entries(ownFields(Events)).flatMap(([name, event]) => {
    const place = `${at}, event ${name}`;
    return readWays(reading.deployment, place, event, conditionsOf(resource), (value, when) =>
      readEvent(reading, { id, at: place, when }, value),
    );
  });
}

interface Origin {
  readonly id: string;
  readonly at: string;
  readonly when: When;
}

function readEvent(reading: Reading, origin: Origin, event: unknown): DeployedRoute[] {
  const { template, deployment, implicit } = reading;
  const { id, at, when } = origin;
  const { Type, Properties } = ownFields(event);
  if (isOpaque(event) || isOpaque(Properties)) {
    addUnresolved(deployment, at, 'the event', { unresolved: 'an intrinsic function' }, [id]);
  }
  const samApi = Type === 'Api' || Type === 'HttpApi' ? SAM_APIS[Type] : undefined;
  if (samApi === undefined) return [];
  const fields = ownFields(Properties);
  const reference = fields[samApi.reference];
  const api = apiOf(template, samApi, reference);
  if (api === undefined) {
    const name = referenceOf(reference) ?? 'not in the template';
    addUnresolved(deployment, at, samApi.reference, { unresolved: name }, [id]);
    return [];
  }
  if (api.id === samApi.implicit) implicit.add(samApi);
  const both = new Map([...when, ...conditionsOf(api)]);
  const { Auth, ...properties } = withGlobals(template, api);
  return readWays(deployment, at, { Auth }, both, (value, decided) =>
    readRoute(
      reading,
      { id, at, when: decided },
      { samApi, api: api.id, auth: ownFields(value), properties, event: fields },
    ),
  );
}

/** The API that an event names, by reference or by name; otherwise the implicit API. */
function apiOf(template: Template, samApi: SamApi, reference: unknown): Resource | undefined {
  const id = typeof reference === 'string' ? reference : referenceOf(reference);
  if (reference === undefined || id === samApi.implicit) return implicitApi(samApi);
  const api = template.resources.get(id ?? '');
  return api?.type === samApi.type ? api : undefined;
}

interface RouteEvent {
  readonly samApi: SamApi;
  readonly api: string;
  /** The property `Auth` of the API. */
  readonly auth: Fields;
  readonly properties: Fields;
  readonly event: Fields;
}

function readRoute(
  { template, deployment, overrides }: Reading,
  { id, at, when }: Origin,
  { samApi, api, auth, properties, event }: RouteEvent,
): DeployedRoute[] {
  const { kind } = samApi;
  const missing = kind === 'rest' ? { unresolved: 'missing' } : undefined;
  const method = textOf(template, event.Method) ?? missing ?? 'ANY';
  const path = textOf(template, event.Path) ?? missing ?? '$default';
  if (isUnresolved(method)) addUnresolved(deployment, at, 'Method', method, [id]);
  if (isUnresolved(path)) addUnresolved(deployment, at, 'Path', path, [id]);
  if (isUnresolved(method) || isUnresolved(path)) return [];
  const isAny = /^x-amazon-apigateway-any-method$/iu.test(method);
  const key = {
    method: isAny ? 'ANY' : method.toUpperCase(),
    path: path === '/$default' ? '$default' : path,
  };
  const authorizer = samAuthorizer(template, samApi, auth, event, key.method);
  const { Authorizer, OverrideApiAuth } = ownFields(event.Auth);
  const isStronger = [OverrideApiAuth, properties.MergeDefinitions].includes(true);
  if (Authorizer !== undefined && (kind === 'http' || isStronger)) {
    const ofApi = overrides.get(api) ?? new Map();
    overrides.set(api, ofApi.set(keyOf(key), authorizer));
  }
  if (isOnlyInDocument(samApi, properties)) return [];
  const base = { api, apiKind: kind, functions: [id], isProxy: true, at, dialect: 'sam' } as const;
  return [{ ...base, ...key, authorizer, when }];
}

/**
 * Whether only the document defines the routes of a REST API. Events add routes only if they are
 * merged.
 */
function isOnlyInDocument({ kind }: SamApi, properties: Fields): boolean {
  const { DefinitionBody, DefinitionUri, MergeDefinitions } = properties;
  if (DefinitionUri !== undefined) return true;
  return kind === 'rest' && DefinitionBody !== undefined && MergeDefinitions !== true;
}
