/**
 * `npm run test:mutation [-- --changed | --mutate <pattern>]`: mutates `src` on Node 24, but for
 * the test kit and the script of the page, and writes `mutation.json`. With `--changed`, only the
 * files whose text is not the one that `mutation.json` knows. Exits 1 below the score, and for a
 * survivor in the code that decides whose reason is not written.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE, lockedInstall, onNode, ROOT, readJson } from './lib/projects.mjs';

const LEAST_SCORE = 95;
const NOT_MUTATED = /^src\/(?:testing|report\/page)\//u;
const NEEDS_REASON = /^src\/(?:sources|rules|guard)\//u;
const RECORD = join(ROOT, 'mutation.json');
const TOOLS = join(ROOT, 'scripts', 'mutation');
const REPORT = join(CACHE, 'mutation-report.json');

const { values } = parseArgs({
  options: { changed: { type: 'boolean', default: false }, mutate: { type: 'string' } },
});

const earlier = existsSync(RECORD) ? readJson(RECORD) : { files: {}, survivors: [] };
const patterns = values.changed ? changedFiles() : [values.mutate].filter(Boolean);
if (values.changed && patterns.length === 0) {
  console.log('No file has changed since mutation.json was written.');
} else {
  await mutate(patterns);
  // Stryker writes no report of files without a mutant.
  const reported = existsSync(REPORT) ? readJson(REPORT).files : {};
  const record = recordOf(reported, patterns.length > 0);
  writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
}
report(readJson(RECORD));

/** A hash, and not the history, which a shallow clone lacks. */
function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const textOf = (file) => readFileSync(join(ROOT, file), 'utf8');

function sources() {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name}`)
    .filter((file) => file.endsWith('.ts') && !NOT_MUTATED.test(file));
}

function changedFiles() {
  return sources().filter((file) => earlier.files[file]?.hash !== hashOf(textOf(file)));
}

/** Its progress goes to the terminal: a whole run takes most of an hour. */
async function mutate(files) {
  await lockedInstall(TOOLS);
  rmSync(REPORT, { force: true });
  const stryker = join(TOOLS, 'node_modules', '.bin', 'stryker');
  const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const args = ['run', join('scripts', 'mutation', 'stryker.config.json'), ...only];
  const { status } = spawnSync(stryker, args, {
    cwd: ROOT,
    env: { ...(await onNode(24)), MUTATION_ROOT: ROOT },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
}

/** @param isPart only some files were mutated; the others keep their earlier results */
function recordOf(reported, isPart) {
  const files = {};
  const survivors = [];
  for (const file of sources().sort()) {
    const known = earlier.files[file];
    if (file in reported) {
      const { source, mutants } = reported[file];
      const counted = mutants.filter(({ status }) => !/Ignored|CompileError/u.test(status));
      const alive = counted.filter(({ status }) => /Survived|NoCoverage/u.test(status));
      const [killed, total] = [counted.length - alive.length, counted.length];
      files[file] = { killed, total, hash: hashOf(source) };
      const inOrder = alive.sort(
        (one, other) => one.location.start.line - other.location.start.line,
      );
      survivors.push(...inOrder.map((mutant) => survivorOf(file, source, mutant)));
    } else if (isPart && known !== undefined && !patterns.includes(file)) {
      files[file] = known;
      survivors.push(...earlier.survivors.filter((survivor) => survivor.file === file));
    } else if (!isPart || patterns.includes(file)) {
      // Types only: nothing to mutate.
      files[file] = { killed: 0, total: 0, hash: hashOf(textOf(file)) };
    }
  }
  const sum = (field) => Object.values(files).reduce((total, counts) => total + counts[field], 0);
  const [killed, total] = [sum('killed'), sum('total')];
  return { score: Math.round((killed / total) * 10_000) / 100, killed, total, files, survivors };
}

/** A reason stays with a mutation of the same code, wherever it now stands. */
function survivorOf(file, source, { location: { start, end }, replacement, mutatorName }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const short = (code) => code.replace(/\s+/gu, ' ').slice(0, 160);
  const mutation = `${mutatorName}: ${short(lines.join('\n'))} -> ${short(replacement)}`;
  const alike = earlier.survivors.filter(
    (known) => known.file === file && known.mutation === mutation,
  );
  const same = alike.length > 1 ? alike.find(({ line }) => line === start.line) : alike[0];
  return { file, line: start.line, mutation, reason: same?.reason ?? '' };
}

function report({ score, killed, total, survivors }) {
  const faults = survivors.filter(({ file, reason }) => NEEDS_REASON.test(file) && reason === '');
  for (const { file, line, mutation } of faults) console.log(`alive: ${file}:${line} ${mutation}`);
  console.log(`${killed} of ${total} mutants killed: ${score} %, at least ${LEAST_SCORE} %`);
  console.log(`${survivors.length} alive, ${faults.length} of them without a reason`);
  process.exitCode = score >= LEAST_SCORE && faults.length === 0 ? 0 : 1;
}
