import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as main from 'middy-cognito-groups';
import * as cedar from 'middy-cognito-groups/cedar';
import * as sources from 'middy-cognito-groups/sources';
import * as kit from 'middy-cognito-groups/testing';
import ts from 'typescript';
import { readDocument } from '../support/documents.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}.cache/docstrings/`;

interface Documented {
  readonly name: string;
  readonly text: string;
  readonly example: string | undefined;
}

/** Every function, constant and member of an interface with a docstring, in one file of `src`. */
function documentedIn(file: string): Documented[] {
  const found: Documented[] = [];
  const source = ts.createSourceFile(file, readDocument(file), ts.ScriptTarget.Latest, true);
  (function visit(node: ts.Node): void {
    const name = (node as Partial<ts.NamedDeclaration>).name?.getText(source);
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    if (name !== undefined && comment !== undefined) {
      const example = comment.tags?.find(({ tagName }) => tagName.text === 'example');
      const text = ts.getTextOfJSDocComment(comment.comment) ?? '';
      found.push({ name, text, example: ts.getTextOfJSDocComment(example?.comment) });
    }
    ts.forEachChild(node, visit);
  })(source);
  return found;
}

const documented = readdirSync(`${ROOT}src`, { recursive: true })
  .map((name) => `src/${name}`)
  .filter((name) => name.endsWith('.ts'))
  .flatMap(documentedIn);

const examples = documented.filter(({ example }) => example !== undefined);

/** What the examples do not write out. */
const GIVEN = `import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ${Object.keys(main).join(', ')}, type WithAuth } from 'middy-cognito-groups';
import { ${Object.keys(cedar).join(', ')} } from 'middy-cognito-groups/cedar';
import { ${Object.keys(sources).join(', ')} } from 'middy-cognito-groups/sources';
import { ${Object.keys(kit).join(', ')} } from 'middy-cognito-groups/testing';

process.env.USER_POOL_ID = 'eu-west-1_testpool1';
const [verifier, albVerifier] = [testVerifier, testVerifier];
const handler = async () => ({ statusCode: 200, body: '' });
const access = routePolicy({ 'GET /teams': 'member' });
const guarded = middy().use(cognitoGroups()).use(requireGroup('member')).handler(handler);
const event = restApiEvent({ groups: ['admin'] }) as WithAuth<APIGatewayProxyEvent>;
await middy().use(cognitoGroups()).handler(handler)(event as never, {} as never);
`;

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const functions = examples.map(
    ({ name, example }, index) => `async function ${name}${index}() {\n${example}\n}`,
  );
  const names = examples.map(({ name }, index) => `${name}${index}`);
  const text = [GIVEN, ...functions, `export const run = { ${names.join(', ')} };`].join('\n');
  writeFileSync(`${FOLDER}examples.ts`, text);
  const include = ['examples.ts'];
  writeFileSync(
    `${FOLDER}tsconfig.json`,
    JSON.stringify({ extends: '../../tsconfig.json', include }),
  );
});

describe('the docstrings', () => {
  const exported = [main, cedar, sources, kit].flatMap((entry) => Object.keys(entry));

  it('show an example of everything that is exported', () => {
    const shown = new Set(examples.map(({ name }) => name));
    expect(exported.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('describe every member of what defineGroups returns', () => {
    const members = Object.keys(main.defineGroups(['a']));
    const inInterface = documentedIn('src/define-groups.ts').filter(({ name }) =>
      members.includes(name),
    );
    expect(inInterface.map(({ name }) => name).sort()).toEqual(members.sort());
  });

  it('have examples that compile', () => {
    const tsc = fileURLToPath(import.meta.resolve('@typescript/native/package.json')).replace(
      'package.json',
      'bin/tsc',
    );
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', FOLDER], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('have examples that run', async () => {
    const { run } = (await import(`${FOLDER}examples.ts`)) as {
      run: Record<string, () => Promise<unknown>>;
    };
    expect(Object.keys(run)).toHaveLength(examples.length);
    const log = jest.spyOn(console, 'log').mockReturnValue();
    try {
      for (const example of Object.values(run)) await example();
    } finally {
      log.mockRestore();
    }
  });
});
