/** The package holds the files that its manifest names, its documents, and nothing else. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/lib/processes.mjs';
import { ROOT, readJson } from '../../scripts/lib/projects.mjs';

/** Beside what `exports` and `bin` name. `npm run test:package` checks what is in `shared.d.ts`. */
const PATTERNS = [
  /^(?:package\.json|LICENSE|[A-Z]+\.md)$/u,
  /^dist\/shared\d*\.d\.ts$/u,
  /^docs\/(?:[a-z-]+\.md|images\/[a-z-]+\.svg)$/u,
  /^examples\/[a-z-]+\.(?:ts|yaml)$/u,
  /^bench\/README\.md$/u,
];

/** Without one of these, something is missing. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'];

/** Every file that a part of the manifest names. */
function namedFiles(value) {
  if (typeof value === 'string') return [value.replace(/^\.\//u, '')];
  return Object.values(value ?? {}).flatMap(namedFiles);
}

const documents = () => readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));

export default async function packed() {
  const { exports, bin } = readJson(ROOT, 'package.json');
  const named = [...namedFiles(exports), ...namedFiles(bin)];
  const required = [...ALWAYS, ...named, ...documents().map((name) => `docs/${name}`)];
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(await run('npm', args, { cwd: ROOT }));
  const actual = files.map(({ path }) => path);
  const isExpected = (path) =>
    required.includes(path) || PATTERNS.some((pattern) => pattern.test(path));
  const failed = [
    ...actual.filter((path) => !isExpected(path)).map((path) => `holds ${path}`),
    ...required.filter((path) => !actual.includes(path)).map((path) => `lacks ${path}`),
  ];
  const what = 'the package holds exactly what it should';
  return [{ what, tried: actual.length, unit: 'files', failed }];
}
