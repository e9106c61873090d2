import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { readDocument } from './documents.js';

/** Every module of `src`, by its path. */
export const sourceFiles = readdirSync(new URL('../../src', import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .sort();

export const readSource = (file: string): string => readDocument(`src/${file}`);

/** Every node of a module, as the compiler reads it: no comment and no string is taken for code. */
export function nodesOf(file: string): ts.Node[] {
  const nodes: ts.Node[] = [];
  function visit(node: ts.Node): void {
    nodes.push(node);
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile(file, readSource(file), ts.ScriptTarget.Latest, true));
  return nodes;
}
