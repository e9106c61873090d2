/**
 * `npm run test:mutation [-- --changed | --mutate <pattern>]`: mutates `src` but for the test kit,
 * on Node 24, and writes `mutation.json`. With `--changed`, only the files that changed since
 * `mutation.json` did. Exits 1 below the score, and for a survivor in the code that decides whose
 * reason is not written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/processes.mjs';
import { CACHE, lockedInstall, onNode, ROOT, readJson } from './lib/projects.mjs';

const LEAST_SCORE = 95;
const NEEDS_REASON = /^src\/(?:sources|rules|guard)\//u;
const RECORD = join(ROOT, 'mutation.json');
const TOOLS = join(ROOT, 'scripts', 'mutation');
const REPORT = join(CACHE, 'mutation-report.json');

const { values } = parseArgs({
  options: { changed: { type: 'boolean', default: false }, mutate: { type: 'string' } },
});

const earlier = existsSync(RECORD) ? readJson(RECORD) : { files: {}, survivors: [] };
const patterns = values.changed ? await changedFiles() : [values.mutate].filter(Boolean);
if (values.changed && patterns.length === 0) {
  console.log('No mutated file has changed since mutation.json was written.');
} else {
  await mutate(patterns);
  const record = recordOf(readJson(REPORT), patterns.length > 0);
  writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
}
report(readJson(RECORD));

async function changedFiles() {
  const git = (...args) => run('git', args, { cwd: ROOT });
  const since = (await git('log', '-1', '--format=%H', '--', 'mutation.json')).trim();
  if (since === '') throw new Error('mutation.json is not committed: run it without --changed');
  const changed = await git('diff', '--name-only', '--diff-filter=d', since, '--', 'src');
  return changed
    .split('\n')
    .filter((file) => /\.ts$/u.test(file) && !/^src\/testing\//u.test(file));
}

/** Its progress goes to the terminal: a whole run takes most of an hour. */
async function mutate(files) {
  await lockedInstall(TOOLS);
  // The incremental file does not notice a new test.
  rmSync(join(CACHE, 'mutation-incremental.json'), { force: true });
  const stryker = join(TOOLS, 'node_modules', '.bin', 'stryker');
  const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const args = ['run', join('scripts', 'mutation', 'stryker.config.json'), ...only];
  const { status } = spawnSync(stryker, args, {
    cwd: ROOT,
    env: await onNode(24),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
}

/** @param isPart only some files were mutated; the others keep their earlier results */
function recordOf({ files: reported }, isPart) {
  const files = isPart ? { ...earlier.files } : {};
  const survivors = isPart ? earlier.survivors.filter(({ file }) => !(file in reported)) : [];
  for (const [file, { source, mutants }] of Object.entries(reported)) {
    const counted = mutants.filter(({ status }) => !/Ignored|CompileError/u.test(status));
    const alive = counted.filter(({ status }) => /Survived|NoCoverage/u.test(status));
    files[file] = { killed: counted.length - alive.length, total: counted.length };
    for (const mutant of alive) survivors.push(survivorOf(file, source, mutant));
  }
  const known = Object.entries(files).filter(([file]) => existsSync(join(ROOT, file)));
  const sum = (field) => known.reduce((total, [, counts]) => total + counts[field], 0);
  const [killed, total] = [sum('killed'), sum('total')];
  return {
    score: Math.round((killed / total) * 10_000) / 100,
    killed,
    total,
    files: Object.fromEntries(known.sort(([one], [other]) => (one < other ? -1 : 1))),
    survivors: survivors
      .filter(({ file }) => file in Object.fromEntries(known))
      .sort((one, other) =>
        one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line,
      ),
  };
}

/** A reason stays with a mutation of the same code, on whatever line it now stands. */
function survivorOf(file, source, { location: { start, end }, replacement, mutatorName }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const short = (code) => code.replace(/\s+/gu, ' ').slice(0, 160);
  const mutation = `${mutatorName}: ${short(lines.join('\n'))} -> ${short(replacement)}`;
  const same = earlier.survivors.find(
    (known) => known.file === file && known.mutation === mutation,
  );
  return { file, line: start.line, mutation, reason: same?.reason ?? '' };
}

function report({ score, killed, total, survivors }) {
  const faults = survivors.filter(({ file, reason }) => NEEDS_REASON.test(file) && reason === '');
  for (const { file, line, mutation } of faults) console.log(`alive: ${file}:${line} ${mutation}`);
  console.log(`${killed} of ${total} mutants killed: ${score} %, at least ${LEAST_SCORE} %`);
  console.log(`${survivors.length} alive, ${faults.length} of them without a reason`);
  process.exitCode = score >= LEAST_SCORE && faults.length === 0 ? 0 : 1;
}
