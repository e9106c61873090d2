/** `npm run test:package`: what is in the tarball, checked by publint, by attw and against itself. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { run } from './lib/processes.mjs';
import { CACHE, ROOT, readJson, tarball } from './lib/projects.mjs';
import { tryAll } from './lib/try-all.mjs';

/** In `.cache`, so that its peers and their types are those of ROOT. */
const PROJECT = join(CACHE, 'package');
const PACKAGE = join(PROJECT, 'node_modules', 'middy-cognito-groups');

const packed = await tarball();
rmSync(PROJECT, { recursive: true, force: true });
mkdirSync(PACKAGE, { recursive: true });
writeFileSync(join(PROJECT, 'package.json'), '{ "type": "module" }');
await run('tar', ['-xzf', packed, '-C', PACKAGE, '--strip-components=1']);

const { exports, name, typesVersions } = readJson(PACKAGE, 'package.json');
/** `.`, `./sources`, …: the exports with types. */
const typed = Object.keys(exports).filter((path) => exports[path].types !== undefined);

const inRoot = (...args) => run('npm', ['exec', '--', ...args], { cwd: ROOT });

async function publint() {
  await inRoot('publint', 'run', packed, '--strict');
  return 'finds nothing';
}

async function attw() {
  const printed = await inRoot('attw', packed, '--profile', 'esm-only', '--format', 'json');
  const { analysis } = JSON.parse(printed);
  for (const path of typed) {
    const { resolution } = analysis.entrypoints[path].resolutions.node10;
    if (resolution?.isTypeScript !== true) throw new Error(`node10 does not resolve ${path}`);
  }
  return 'finds nothing, and the classic resolution finds every type';
}

/** A declaration that no entry point reaches, or one without a value, fails at run time. */
async function declarations() {
  const files = typed.map((path, index) => {
    const file = join(PROJECT, `entry${index}.ts`);
    writeFileSync(file, `import * as entry from '${path.replace('.', name)}';\nentry;\n`);
    return file;
  });
  const options = { module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: false };
  const program = ts.createProgram(files, { ...options, noEmit: true, types: ['node'] });
  const checker = program.getTypeChecker();
  for (const [index, path] of typed.entries()) {
    const source = program.getSourceFile(files[index]);
    const module = checker.getSymbolAtLocation(source.statements[0].moduleSpecifier);
    const declared = checker.getExportsOfModule(module).flatMap((symbol) => {
      const isAlias = symbol.flags & ts.SymbolFlags.Alias;
      const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return flags & ts.SymbolFlags.Value ? [symbol.name] : [];
    });
    const { default: file } = exports[path];
    const values = Object.keys(await import(pathToFileURL(join(PACKAGE, file))));
    const missing = declared.filter((each) => !values.includes(each));
    if (missing.length > 0) throw new Error(`${path} declares without a value: ${missing}`);
  }
  const reached = program.getSourceFiles().map(({ fileName }) => fileName);
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.startsWith(PACKAGE)) continue;
    const [problem] = program.getSemanticDiagnostics(file);
    if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  }
  const unreached = readdirSync(join(PACKAGE, 'dist'), { recursive: true })
    .filter((file) => file.endsWith('.d.ts'))
    .filter((file) => !reached.includes(join(PACKAGE, 'dist', file)));
  if (unreached.length > 0) throw new Error(`no entry point reaches ${unreached}`);
  return 'declare only what is there';
}

async function subPaths() {
  const subs = typed.filter((path) => path !== '.').map((path) => path.slice(2));
  for (const sub of subs) {
    const [types] = typesVersions['*'][sub] ?? [];
    if (types !== exports[`./${sub}`].types) throw new Error(`typesVersions lacks ${sub}`);
  }
  return 'are the same for both kinds of resolution';
}

await tryAll([
  ['publint', publint],
  ['attw', attw],
  ['the declarations', declarations],
  ['the sub-paths', subPaths],
]);
