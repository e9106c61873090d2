import { type Fields, isRecord, ownFields } from '../../lib/own-fields.js';
import { intrinsicOf } from './intrinsics.js';
import type { Resource, Template } from './template.js';

/** The two kinds of SAM API that functions name in their events. */
export const SAM_APIS = {
  Api: {
    kind: 'rest',
    type: 'AWS::Serverless::Api',
    implicit: 'ServerlessRestApi',
    reference: 'RestApiId',
  },
  HttpApi: {
    kind: 'http',
    type: 'AWS::Serverless::HttpApi',
    implicit: 'ServerlessHttpApi',
    reference: 'ApiId',
  },
} as const;

export type SamApi = (typeof SAM_APIS)[keyof typeof SAM_APIS];

/** The name of the section in `Globals` is the last part of the type. */
function globalsOf({ globals }: Template, { type }: { readonly type: string }): Fields {
  return ownFields(globals[type.slice('AWS::Serverless::'.length)]);
}

/** The properties of a SAM resource, with what `Globals` adds to them. */
export function withGlobals(template: Template, resource: Resource): Fields {
  const { ignoreGlobals, properties } = resource;
  if (ignoreGlobals === '*') return properties;
  const ignored = Array.isArray(ignoreGlobals) ? ignoreGlobals : [];
  const globals = Object.entries(globalsOf(template, resource));
  const rest = globals.filter(([name]) => !ignored.includes(name));
  return merge(Object.fromEntries(rest), properties) as Fields;
}

/** Maps are merged; otherwise, the value of the resource wins. */
function merge(shared: unknown, own: unknown): unknown {
  if (!isRecord(shared) || !isRecord(own)) return own;
  if (intrinsicOf(shared) !== undefined || intrinsicOf(own) !== undefined) return own;
  const entries = Object.entries(own).map(([key, value]) =>
    Object.hasOwn(shared, key) ? [key, merge(shared[key], value)] : [key, value],
  );
  return { ...shared, ...Object.fromEntries(entries) };
}

/** The implicit API of events that name none. It has only the properties in `Globals`. */
export function implicitApi({ type, implicit }: SamApi): Resource {
  return {
    id: implicit,
    type,
    properties: {},
    condition: undefined,
    at: `Globals.${type.slice('AWS::Serverless::'.length)}`,
    ignoreGlobals: undefined,
    isOpen: false,
  };
}
