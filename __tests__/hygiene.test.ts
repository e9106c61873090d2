import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { nodesOf, readSource, sourceFiles } from './support/source-files.js';

/** The command and its reports read files that a developer names. No request reaches them. */
const OFFLINE = /^(?:command|cedar)\//u;

/** Names with which text becomes code, or with which a module is loaded unseen. */
const DYNAMIC = [
  'eval',
  'Function',
  'AsyncFunction',
  'GeneratorFunction',
  'createRequire',
  'require',
  'WebAssembly',
];

function dynamicCodeIn(file: string): string[] {
  return nodesOf(file).flatMap((node) => {
    if (ts.isIdentifier(node)) return DYNAMIC.includes(node.text) ? [node.text] : [];
    const isImport =
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    return isImport ? [node.getText()] : [];
  });
}

describe('every module of src', () => {
  it.each(sourceFiles)('%s holds only printable ASCII', (file) => {
    expect(readSource(file).match(/[^\n -~]/gu) ?? []).toEqual([]);
  });

  it.each(sourceFiles.filter((file) => !OFFLINE.test(file)))(
    '%s makes no code from text',
    (file) => {
      const allowed = file === 'lib/http-errors.ts' ? ["import('http-errors')"] : [];
      expect(dynamicCodeIn(file)).toEqual(allowed);
    },
  );
});

it('the search for dynamic code finds it', () => {
  const names = nodesOf('lib/http-errors.ts').filter(ts.isIdentifier);
  expect(names.map(({ text }) => text)).toContain('createPrototype');
});
