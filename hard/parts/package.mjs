/** The package holds the files that it names, their types, its documents, and nothing else. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { ROOT, readJson } from '../../scripts/lib/projects.mjs';

const ALWAYS = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'];

const namesIn = (folder, end) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

/** Every file that `exports` and `bin` of the manifest name. */
function namedFiles(value) {
  if (typeof value === 'string') return [value.replace(/^\.\//u, '')];
  return Object.values(value ?? {}).flatMap(namedFiles);
}

export default async function packed() {
  const { exports, bin } = readJson(ROOT, 'package.json');
  const types = namesIn('src', '.ts').map((name) =>
    name.replace(/^src/u, 'dist').replace(/\.ts$/u, '.d.ts'),
  );
  const expected = new Set([
    ...ALWAYS,
    ...namedFiles(exports),
    ...namedFiles(bin),
    ...types,
    ...namesIn('docs', '.md'),
    ...readdirSync(join(ROOT, 'examples'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `examples/${name}`),
  ]);
  const printed = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
  });
  const [{ files }] = JSON.parse(printed);
  const actual = new Set(files.map(({ path }) => path));
  const failed = [
    ...[...actual].filter((name) => !expected.has(name)).map((name) => `holds ${name}`),
    ...[...expected].filter((name) => !actual.has(name)).map((name) => `lacks ${name}`),
  ];
  return [
    { what: 'the package holds exactly what it should', tried: actual.size, unit: 'files', failed },
  ];
}
