/** What the package adds to a bundle: esbuild, minified, for Node 22, gzipped. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from '../scripts/lib/folders.mjs';
import { tableOf } from './table.mjs';

const QUICK_START = `
  import middy from '@middy/core';
  import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
  export const handler = middy()
    .use(cognitoGroups())
    .use(requireGroup('team_manager'))
    .handler(async (event) => ({ statusCode: 200, body: JSON.stringify(event.auth.groups) }));
`;

const EVERYTHING = `
  export * from 'middy-cognito-groups';
  export * from 'middy-cognito-groups/sources';
`;

const BUNDLES = {
  'quick start, own code': { contents: QUICK_START, external: ['@middy/core', 'http-errors'] },
  'quick start with http-errors': { contents: QUICK_START, external: ['@middy/core'] },
  'quick start with http-errors and @middy/core': { contents: QUICK_START, external: [] },
  'everything, own code': { contents: EVERYTHING, external: ['@middy/core', 'http-errors', 'aws-jwt-verify'] },
  'everything with http-errors': { contents: EVERYTHING, external: ['@middy/core', 'aws-jwt-verify'] },
  'the test kit': {
    contents: `export * from 'middy-cognito-groups/testing';`,
    external: ['@middy/core', 'http-errors'],
  },
  'http-errors alone': { contents: `export { default } from 'http-errors';`, external: [] },
  '@middy/core alone': { contents: `export { default } from '@middy/core';`, external: [] },
};

const BUDGET = JSON.parse(readFileSync(new URL('budget.json', import.meta.url), 'utf8')).gzippedBytes;

/** @returns `{ minified, gzipped, budget? }` by bundle, in bytes */
export async function measureSizes() {
  const sizes = {};
  for (const [name, { contents, external }] of Object.entries(BUNDLES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: ROOT },
      external,
      bundle: true,
      // The build as it is shipped, not the sources that the paths of tsconfig.json point at.
      tsconfigRaw: '{}',
      minify: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node22',
    });
    const bytes = outputFiles[0].contents;
    sizes[name] = { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length, budget: BUDGET[name] };
  }
  return sizes;
}

export const overBudget = (sizes) =>
  Object.entries(sizes).filter(([, { gzipped, budget }]) => budget !== undefined && gzipped > budget);

export function sizesTable(sizes) {
  const rows = Object.entries(sizes).map(([name, { minified, gzipped, budget }]) => [
    name,
    minified,
    gzipped,
    budget ?? '',
  ]);
  return tableOf('Bytes in a bundle', ['bundle', 'minified', 'gzipped', 'budget'], rows);
}
