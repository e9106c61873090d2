import { isRecord } from '../../lib/own-fields.js';
import { quote } from '../../lib/quote.js';
import { isScalar, type Template } from './template.js';

/** A value that is known only at deployment, as the template writes it. */
export interface Unresolved {
  readonly unresolved: string;
}

export function isUnresolved(value: unknown): value is Unresolved {
  return isRecord(value) && typeof value.unresolved === 'string';
}

/** More levels than a person would write. */
const MAX_DEPTH = 16;

/** More than any route or id has. Nested variables multiply a text, until memory is exhausted. */
const MAX_LENGTH = 10_000;

/**
 * The string that a value resolves to: a literal, the default of a parameter, or `Fn::Sub` or
 * `Fn::Join` with only these. Everything else is unresolved, never guessed.
 *
 * @returns `undefined` if there is no value
 */
export function textOf(
  template: Template,
  value: unknown,
  depth = 0,
): string | undefined | Unresolved {
  if (value === undefined || value === null) return undefined;
  if (isScalar(value)) return plainText(String(value));
  const unresolved = { unresolved: describe(value) };
  const [name, argument] = intrinsicOf(value) ?? [];
  if (depth > MAX_DEPTH) return unresolved;
  if (name === 'Ref') {
    const text = isScalar(argument) ? template.defaults.get(String(argument)) : undefined;
    return text === undefined ? unresolved : plainText(text);
  }
  if (name === 'Fn::Sub') {
    const [text, map] = Array.isArray(argument) ? argument : [argument];
    if (typeof text !== 'string') return unresolved;
    const known = isRecord(map) ? map : {};
    const variables = new Map<string, unknown>();
    const parts = text.split(/\$\{([^{}]*)\}/u).map((part, index) => {
      if (index % 2 === 0) return part;
      if (part.startsWith('!')) return `\${${part.slice(1)}}`;
      if (!variables.has(part)) {
        const given = Object.hasOwn(known, part) ? known[part] : { Ref: part };
        variables.set(part, textOf(template, given, depth + 1));
      }
      return variables.get(part);
    });
    return joined(parts, '') ?? unresolved;
  }
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    const [separator, list] = argument;
    if (!isScalar(separator) || !Array.isArray(list)) return unresolved;
    const parts = list.map((part) => textOf(template, part, depth + 1));
    return joined(parts, String(separator)) ?? unresolved;
  }
  return unresolved;
}

/** A dynamic reference is resolved when the template is deployed. */
function plainText(text: string): string | Unresolved {
  return text.includes('{{resolve:') ? { unresolved: text } : text;
}

function joined(parts: readonly unknown[], separator: string): string | Unresolved | undefined {
  if (!parts.every((part) => typeof part === 'string')) return undefined;
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  return length > MAX_LENGTH ? undefined : plainText(parts.join(separator));
}

/** The name and the argument of an intrinsic function in its long form. */
export function intrinsicOf(value: unknown): readonly [string, unknown] | undefined {
  const [only, ...others] = isRecord(value) ? Object.entries(value) : [];
  const isIntrinsic =
    only !== undefined && others.length === 0 && /^(?:Ref|Fn::.*)$/u.test(only[0]);
  return isIntrinsic ? only : undefined;
}

/**
 * Whether a map is or contains something that is known only at deployment: an intrinsic function, a
 * loop, or what `Fn::Transform` adds.
 */
export function isOpaque(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some((key) => /^(?:Ref$|Fn::)/u.test(key));
}

/** An intrinsic function as a person writes it: `!Ref Stage`. */
function describe(value: unknown): string {
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === undefined) return quote(value);
  const text = typeof argument === 'string' ? argument : quote(argument);
  return `!${name.replace('Fn::', '')} ${text}`;
}

/** The logical id that a `Ref` or a `Fn::GetAtt` names. */
export function referenceOf(value: unknown): string | undefined {
  const [name, argument] = intrinsicOf(value) ?? [];
  if (name === 'Ref' && typeof argument === 'string') return argument;
  if (name === 'Fn::GetAtt') return idOf(Array.isArray(argument) ? argument[0] : argument);
  return undefined;
}

/** The API that a route names: a logical id, or a description of what is not in the template. */
export function apiIdOf(value: unknown): string {
  return referenceOf(value) ?? (typeof value === 'string' ? value : describe(value));
}

/** `Function.Arn` and `Function.Alias` belong to `Function`. */
function idOf(name: unknown): string | undefined {
  return typeof name === 'string' ? name.split('.', 1)[0] : undefined;
}

/** Every logical id that is named anywhere in a value. */
export function referencesIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<unknown>();
  function collect(part: unknown): void {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    const [name, argument] = intrinsicOf(part) ?? [];
    const id = idOf(referenceOf(part));
    if (id !== undefined) found.add(id);
    const text = Array.isArray(argument) ? argument[0] : argument;
    if (name === 'Fn::Sub' && typeof text === 'string') {
      for (const [variable] of text.matchAll(/(?<=\$\{)[^!}.][^}.]*/gu)) found.add(variable);
    }
    for (const inner of Object.values(part)) collect(inner);
  }
  collect(value);
  return found;
}
