/** A proof, for each regular expression of `src` that an automaton can be made of, of linear time. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { CACHE, install, ROOT } from '../../scripts/lib/projects.mjs';

const CHECKER = 'recheck@4.5.0';

/** They read what a developer writes. No request reaches them. */
const OFFLINE = /^(?:command|report|cedar)\//u;

/** Look-around is not regular. The unit tests measure these, as they do all others. */
const NO_AUTOMATON = /\(\?(?:<?[=!])/u;

/** Without its optional programs: it then runs as JavaScript. */
async function installChecker() {
  const folder = join(CACHE, 'hard', 'recheck');
  if (!existsSync(join(folder, 'node_modules', 'recheck'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    await install(folder, '--omit=optional', CHECKER);
  }
  writeFileSync(join(folder, 'all.mjs'), "export * from 'recheck';");
  process.env.RECHECK_BACKEND = 'pure';
  return import(pathToFileURL(join(folder, 'all.mjs')).href);
}

function expressionsIn(file) {
  const found = [];
  const text = readFileSync(join(ROOT, 'src', file), 'utf8');
  function visit(node) {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

export default async function expressions() {
  const { checkSync } = await installChecker();
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const deciding = files.filter((file) => file.endsWith('.ts') && !OFFLINE.test(file));
  const all = new Set(deciding.flatMap(expressionsIn));
  const provable = [...all].filter((text) => !NO_AUTOMATON.test(text));
  const failed = provable.flatMap((text) => {
    const end = text.lastIndexOf('/');
    const options = { checker: 'automaton', timeout: 60_000 };
    const result = checkSync(text.slice(1, end), text.slice(end + 1), options);
    return result.status === 'safe'
      ? []
      : [`${text}: ${result.status} ${result.error?.kind ?? ''}`];
  });
  return [
    {
      what: 'regular expressions proved linear',
      tried: provable.length,
      unit: 'expressions',
      failed,
    },
  ];
}
