import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.mjs';
import { run } from '../lib/run.mjs';

/** Compiles the unit tests and the examples once, to JavaScript that imports the package by its name. @returns where they are */
export async function compileTests(folder) {
  const config = join(folder, 'tsconfig.json');
  const compiled = join(folder, 'compiled');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        rootDir: ROOT,
        outDir: compiled,
        paths: {},
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
      include: ['__tests__', 'demo', 'examples'].map((name) => join(ROOT, name)),
      exclude: [join(ROOT, '__tests__/types'), join(ROOT, 'examples/serverless-offline')],
    }),
  );
  await run('npm', ['exec', '--', 'tsc', '-p', config], { cwd: ROOT });
  return compiled;
}
