/** What the checks need of the sources and of the tests, bundled as the package is. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pagePlugin } from '../lib/page.mjs';
import { CACHE, ROOT } from '../lib/projects.mjs';

const contents = `
  export { compileRule } from './src/rules/compile.js';
  export { evaluate } from './src/rules/evaluate.js';
  export { pageOf } from './src/report/page.js';
  export { impliedGroups, toHierarchy } from './src/rules/hierarchy.js';
  export { visible } from './src/lib/visible.js';
  export { rule } from './__tests__/support/arbitrary-rules.js';
  export { HOSTILE_NAMES } from './__tests__/support/hostile-names.js';
  export { matrixFor } from './__tests__/support/matrices.js';
`;

const outfile = join(CACHE, 'page-kit.mjs');

await build({
  stdin: { contents, resolveDir: ROOT },
  bundle: true,
  format: 'esm',
  packages: 'external',
  platform: 'node',
  outfile,
  plugins: [pagePlugin],
  logLevel: 'warning',
});

const kit = await import(pathToFileURL(outfile).href);

export const {
  compileRule,
  evaluate,
  HOSTILE_NAMES,
  impliedGroups,
  matrixFor,
  rule,
  toHierarchy,
  visible,
} = kit;

/** The page of a table. */
export const pageFor = (table, groups, implies = {}) =>
  kit.pageOf(matrixFor(table, groups, implies), implies);

export const IMPLIES = { admin: ['team_manager'], team_manager: ['member'] };

export const GROUPS = ['admin', 'team_manager', 'member', 'suspended'];

export const TABLE = {
  'GET /health': { everyone: true },
  'GET /teams': { authenticated: true },
  'GET /teams/{teamId}': { anyOf: ['member', { groupTemplate: 'team-{teamId}' }] },
  'PUT /teams/{teamId}': { anyOf: ['team_manager', { groupTemplate: 'team-{teamId}' }] },
  'DELETE /teams/{teamId}': { allOf: ['admin', { signedInWithin: '1h' }] },
  'PATCH /users/{userId}': { allOf: [{ owner: 'userId' }, { noneOf: ['suspended'] }] },
  'POST /orders': { allOf: ['member', { scope: 'orders/write' }] },
};
