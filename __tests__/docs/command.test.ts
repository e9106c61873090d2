import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Run, runCommand } from '../support/command.js';
import { generatedBlock, readDocument } from '../support/documents.js';
import { fencesOf } from '../support/fences.js';

const DOCUMENT = 'docs/command.md';
const FOLDER = fileURLToPath(new URL('../../.cache/docs-command/', import.meta.url));

function text(name: string): string {
  return fencesOf(DOCUMENT).find((fence) => fence.name === name)?.text as string;
}

const NPX = 'npx middy-cognito-groups ';

/** Runs a line as a shell would: only quotes are special. */
function run(line: string, access: object, matrix = '{}'): Promise<Run> {
  const args =
    line
      .trim()
      .slice(NPX.length)
      .match(/'[^']*'|\S+/gu) ?? [];
  expect(line.startsWith(NPX)).toBe(true);
  const files = { 'template.yaml': text('template.yaml'), 'matrix.json': matrix };
  return runCommand(
    args.map((arg) => arg.replaceAll("'", '')),
    { modules: { 'access.ts': access }, files },
  );
}

/** The modules of the document, now and after the edit that it describes. */
let access: object;
let edited: object;
let agreed: string;

async function importText(name: string, source: string): Promise<object> {
  writeFileSync(FOLDER + name, source);
  return (await import(FOLDER + name)) as object;
}

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const source = text('access.ts');
  access = await importText('access.ts', source);
  const later = source
    .replace("'GET /teams': authenticated", "'GET /teams': 'member'")
    .replace(/^.*'DELETE .*\n/mu, '');
  edited = await importText('edited.ts', later);
  const { out } = await run(text('agree.sh').replace('--out matrix.json', ''), access);
  agreed = out;
});

const printed = (name: string, { out }: Run) => `\`\`\`text ${name}.sh-output\n${out}\`\`\``;

describe('docs/command.md', () => {
  it.each([
    ['matrix', 0],
    ['template', 1],
    ['explain', 0],
  ])('shows what %s prints', async (name, code) => {
    const result = await run(text(`${name}.sh`), access);
    expect(result).toMatchObject({ code, err: '' });
    const block = printed(name, result);
    expect(generatedBlock(DOCUMENT, name, block)).toBe(block);
  });

  it('shows the differences after an edit, and none without it', async () => {
    expect(await run(text('against.sh'), access, agreed)).toMatchObject({
      code: 0,
      out: 'matrix.json is up to date\n',
    });
    const result = await run(text('against.sh'), edited, agreed);
    expect(result).toMatchObject({ code: 1, err: '' });
    const block = printed('against', result);
    expect(generatedBlock(DOCUMENT, 'against', block)).toBe(block);
  });

  it('has steps for CI that run', async () => {
    expect(await run(text('usage.sh'), access)).toMatchObject({ code: 0 });
    const { jobs } = parse(text('check.yaml')) as {
      jobs: { check: { steps: { run?: string }[] } };
    };
    const lines = jobs.check.steps
      .map((step) => String(step.run))
      .filter((line) => line.startsWith('npx'));
    const codes = await Promise.all(
      lines.map(async (line) => (await run(line, access, agreed)).code),
    );
    expect(codes).toEqual([0, 1]);
  });

  it('names only options that the command has', async () => {
    const helps = await Promise.all(
      ['matrix', 'check', 'explain'].map((name) => runCommand([name, '--help'])),
    );
    const known = new Set(helps.flatMap(({ out }) => out.match(/--[a-z-]+/gu) ?? []));
    const named: string[] = readDocument(DOCUMENT).match(/(?<![\w<!-])--[a-z][a-z-]*/gu) ?? [];
    const others = [...new Set(named)].filter((option) => !known.has(option));
    expect(others.sort()).toEqual(['--help', '--import']);
    const missing = [...known].filter((option) => !named.includes(option));
    expect(missing).toEqual([]);
  });
});
