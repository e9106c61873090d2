/** What the package adds to a bundle: esbuild, minified, for Node 22, gzipped. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const quickStart = `
  import middy from '@middy/core';
  import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
  export const handler = middy()
    .use(cognitoGroups())
    .use(requireGroup('team_manager'))
    .handler(async (event) => ({ statusCode: 200, body: JSON.stringify(event.auth.groups) }));
`;
const everything = `
  export * from 'middy-cognito-groups';
  export * from 'middy-cognito-groups/sources';
`;
const kit = `export * from 'middy-cognito-groups/testing';`;

const MIDDY = ['@middy/core', 'aws-jwt-verify'];
const OTHERS = [...MIDDY, 'http-errors'];

export const QUICK_START = 'quick start, own code';

const BUNDLES = {
  [QUICK_START]: [quickStart, OTHERS],
  'quick start with http-errors': [quickStart, MIDDY],
  'everything, own code': [everything, OTHERS],
  'the test kit': [kit, OTHERS],
};

/** @returns `[minified, gzipped]` bytes by bundle */
export async function measureSizes(ours) {
  const sizes = {};
  for (const [name, [contents, external]] of Object.entries(BUNDLES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: ours },
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
    const [{ contents: bytes }] = outputFiles;
    sizes[name] = [bytes.length, gzipSync(bytes, { level: 9 }).length];
  }
  return sizes;
}
