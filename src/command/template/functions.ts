import { referencesIn } from './intrinsics.js';
import type { Template } from './template.js';

const FUNCTION_TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** The types that refer to a function by their `FunctionName`. */
const POINTER_TYPES = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

export function isFunction(template: Template, id: string): boolean {
  return FUNCTION_TYPES.includes(template.resources.get(id)?.type ?? '');
}

/** Every function that an integration names, directly or through an alias or a version. */
export function functionsIn(template: Template, value: unknown): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  function follow(part: unknown): void {
    for (const id of referencesIn(part)) {
      if (seen.has(id)) continue;
      seen.add(id);
      if (isFunction(template, id)) found.add(id);
      const { type = '', properties } = template.resources.get(id) ?? {};
      if (POINTER_TYPES.includes(type)) follow(properties?.FunctionName);
    }
  }
  follow(value);
  return [...found];
}
