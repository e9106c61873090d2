import { type Fields, isRecord, ownFields, ownRecord } from '../../lib/own-fields.js';
import { quote } from '../../lib/quote.js';
import { isMatch } from '../../lib/text.js';
import { UsageError } from '../usage-error.js';
import { parseYaml } from './yaml-template.js';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  /** The condition under which the resource is deployed. */
  readonly condition: string | undefined;
  /** Where the resource is, for a person: its logical id, and its CDK path if it has one. */
  readonly at: string;
  readonly ignoreGlobals: unknown;
  /** Whether a macro adds to its fields or its properties when it is deployed. */
  readonly isOpen: boolean;
}

/** A CloudFormation or SAM template; intrinsic functions in their long form. */
export interface Template {
  readonly resources: ReadonlyMap<string, Resource>;
  /** The default of each parameter that has one. */
  readonly defaults: ReadonlyMap<string, string>;
  /** The section `Globals` of SAM. */
  readonly globals: Fields;
  /** The macros that change the template when it is deployed. */
  readonly transforms: readonly string[];
}

/** @throws UsageError for anything but a template in JSON or YAML */
export function readTemplate(file: string, text: string): Template {
  const sections = ownFields(parse(file, text));
  const { Resources, Parameters, Globals, Transform } = sections;
  if (!isRecord(Resources) || Object.keys(Resources).length === 0) {
    throw new UsageError(`${quote(file)} is not a template of CloudFormation: it has no Resources`);
  }
  const resources = Object.entries(Resources).map(([id, value]) => toResource(file, id, value));
  const parameters = Object.entries(ownFields(Parameters)).flatMap(([name, value]) => {
    const { Default: text, Type } = ownFields(value);
    // Its default names a parameter of the Systems Manager, whose value a deployment reads.
    const isName = isMatch(/^AWS::SSM::Parameter::Value</u, Type);
    return isScalar(text) && !isName ? [[name, String(text)] as const] : [];
  });
  return {
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    defaults: new Map(parameters),
    globals: ownFields(Globals),
    transforms: [Transform, sections['Fn::Transform']].flat().flatMap(toTransform),
  };
}

function parse(file: string, text: string): unknown {
  try {
    // A byte order mark is not part of JSON or YAML.
    const source = text.replace(/^\uFEFF/u, '');
    const isJson = file.endsWith('.json') && source.trimStart().startsWith('{');
    const value: unknown = isJson ? JSON.parse(source) : parseYaml(source);
    checkDepth(value, MAX_DEPTH);
    return value;
  } catch (error) {
    throw new UsageError(`${quote(file)} cannot be read: ${(error as Error).message}`);
  }
}

/** A macro is a name, or a map with its name and parameters. */
function toTransform(value: unknown): readonly string[] {
  const name = typeof value === 'string' ? value : ownFields(value).Name;
  return typeof name === 'string' ? [name] : [];
}

/** More levels than a person would write, and few enough to follow each. */
const MAX_DEPTH = 100;

function checkDepth(value: unknown, left: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw new Error(`it is nested deeper than ${MAX_DEPTH} levels`);
  for (const inner of Object.values(value)) checkDepth(inner, left - 1);
}

/** `Fn::ForEach` and `Fn::Transform` create resources that are known only at deployment. */
function toResource(file: string, id: string, value: unknown): Resource {
  if (id.startsWith('Fn::')) {
    return { ...NOTHING, id, type: id.split('::', 2).join('::'), at: `Resources.${id}` };
  }
  const { Type, Properties, Condition, Metadata, IgnoreGlobals } = ownFields(value);
  if (typeof Type !== 'string') {
    throw new UsageError(`${quote(file)} is not a template: resource ${quote(id)} has no Type`);
  }
  const path = ownFields(Metadata)['aws:cdk:path'];
  return {
    id,
    type: Type,
    properties: ownRecord(Properties) ?? {},
    condition: typeof Condition === 'string' ? Condition : undefined,
    at: typeof path === 'string' ? `${id} (${path})` : id,
    ignoreGlobals: IgnoreGlobals,
    isOpen: [value, Properties].some((part) =>
      Object.keys(ownFields(part)).some((name) => name.startsWith('Fn::')),
    ),
  };
}

const NOTHING = { properties: {}, condition: undefined, ignoreGlobals: undefined, isOpen: false };

export function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** All resources of the given types, in the order of the template. */
export function resourcesOf(template: Template, ...types: readonly string[]): Resource[] {
  return [...template.resources.values()].filter(({ type }) => types.includes(type));
}
