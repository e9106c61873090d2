/**
 * `npm run test:mutation [-- --changed | --alive | --mutate <pattern>]`: mutates `src` on Node 24,
 * but for the test kit and the script of the page, and writes `mutation.json`. With `--changed`,
 * only the files whose text is not the one that `mutation.json` knows. Survivors without a reason
 * are then tried by every test that reaches their line; with `--alive`, after tests were added, only
 * these are. Exits 1 below the score, and for a survivor in the code that decides whose reason is
 * not written.
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
/** Characters of code in a survivor's `mutation`. */
const MOST_RECORDED = 160;
const RECORD = join(ROOT, 'mutation.json');
const TOOLS = join(ROOT, 'scripts', 'mutation');
const REPORT = join(CACHE, 'mutation-report.json');

const { values } = parseArgs({
  options: {
    changed: { type: 'boolean', default: false },
    alive: { type: 'boolean', default: false },
    mutate: { type: 'string' },
  },
});

let record = existsSync(RECORD) ? readJson(RECORD) : { files: {}, survivors: [] };
const isPart = values.changed || values.mutate !== undefined;
const patterns = values.changed ? changedFiles() : (values.mutate?.split(',') ?? []);
if (values.changed && patterns.length === 0) {
  console.log('Nothing has changed since mutation.json was written.');
} else {
  if (!values.alive) write(recordOf(await mutate(patterns)));
  const lines = linesAlive();
  if (lines.length > 0) write(withoutKilled(await mutate(lines, { MUTATION_ALIVE: 'yes' })));
}
report(record);

function write({ files, survivors }) {
  const sum = (field) => Object.values(files).reduce((total, counts) => total + counts[field], 0);
  const [killed, total] = [sum('killed'), sum('total')];
  const score = Math.round((killed / total) * 10_000) / 100;
  record = { score, killed, total, files, survivors };
  writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
}

/** A hash, and not the history, which a shallow clone lacks. */
function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function textOf(file) {
  return readFileSync(join(ROOT, file), 'utf8');
}

function sources() {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name}`)
    .filter((file) => file.endsWith('.ts') && !NOT_MUTATED.test(file));
}

function changedFiles() {
  return sources().filter((file) => record.files[file]?.hash !== hashOf(textOf(file)));
}

function linesAlive() {
  const changed = changedFiles();
  const waiting = record.survivors.filter(
    ({ file, reason }) => reason === '' && !changed.includes(file),
  );
  return [...new Set(waiting.map(linesOf))];
}

/** Stryker mutates what lies within the lines. A mutation of many lines is recorded in part. */
function linesOf({ file, line, mutation }) {
  const code = mutation.slice(mutation.indexOf(': ') + 2, mutation.lastIndexOf(' -> '));
  const lines = textOf(file)
    .split('\n')
    .slice(line - 1);
  const last = lines.findIndex((_, at) => onOneLine(lines.slice(0, at + 1)).includes(code));
  return `${file}:${line}-${line + last + (code.length < MOST_RECORDED ? 0 : 30)}`;
}

function onOneLine(lines) {
  return lines.join('\n').replace(/\s+/gu, ' ');
}

/**
 * Its progress goes to the terminal: a whole run takes most of an hour.
 * @returns the report of each file that has a mutant
 */
async function mutate(files, more = {}) {
  await lockedInstall(TOOLS);
  rmSync(REPORT, { force: true });
  const stryker = join(TOOLS, 'node_modules', '.bin', 'stryker');
  const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const args = ['run', join('scripts', 'mutation', 'stryker.config.json'), ...only];
  const { status } = spawnSync(stryker, args, {
    cwd: ROOT,
    env: { ...(await onNode(24)), MUTATION_ROOT: ROOT, ...more },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
  return existsSync(REPORT) ? readJson(REPORT).files : {};
}

/** Where only some files were mutated, the others keep their earlier results. */
function recordOf(reported) {
  const files = {};
  const survivors = [];
  for (const file of sources().sort()) {
    const known = record.files[file];
    if (file in reported) {
      const { source, mutants } = reported[file];
      const counted = mutants.filter(({ status }) => !/Ignored|CompileError/u.test(status));
      const alive = counted.filter(isAlive);
      const [killed, total] = [counted.length - alive.length, counted.length];
      files[file] = { killed, total, hash: hashOf(source) };
      const inOrder = alive.sort(
        (one, other) => one.location.start.line - other.location.start.line,
      );
      survivors.push(...inOrder.map((mutant) => survivorOf(file, source, mutant)));
    } else if (isPart && known !== undefined && !patterns.includes(file)) {
      files[file] = known;
      survivors.push(...record.survivors.filter((survivor) => survivor.file === file));
    } else if (!isPart || patterns.includes(file)) {
      // Types only: nothing to mutate.
      files[file] = { killed: 0, total: 0, hash: hashOf(textOf(file)) };
    }
  }
  return { files, survivors };
}

/** A test that was added kills what was alive, and revives nothing. */
function withoutKilled(reported) {
  const files = structuredClone(record.files);
  const survivors = record.survivors.filter(({ file, line, mutation }) => {
    const { source, mutants = [] } = reported[file] ?? {};
    const same = mutants.filter(
      (mutant) => mutant.location.start.line === line && mutationOf(source, mutant) === mutation,
    );
    const isKilled = same.length > 0 && !same.some(isAlive);
    if (isKilled) files[file].killed += 1;
    return !isKilled;
  });
  return { files, survivors };
}

function isAlive({ status }) {
  return /Survived|NoCoverage/u.test(status);
}

/** A reason stays with a mutation of the same code, wherever it now stands. */
function survivorOf(file, source, mutant) {
  const { line } = mutant.location.start;
  const mutation = mutationOf(source, mutant);
  const alike = record.survivors.filter(
    (known) => known.file === file && known.mutation === mutation,
  );
  const same = alike.length > 1 ? alike.find((known) => known.line === line) : alike[0];
  return { file, line, mutation, reason: same?.reason ?? '' };
}

/** `StringLiteral: 'owner' -> ""` */
function mutationOf(source, { location: { start, end }, replacement, mutatorName }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const short = (code) => onOneLine(code).slice(0, MOST_RECORDED);
  return `${mutatorName}: ${short(lines)} -> ${short([replacement])}`;
}

function report({ score, killed, total, survivors }) {
  const faults = survivors.filter(({ file, reason }) => NEEDS_REASON.test(file) && reason === '');
  for (const { file, line, mutation } of faults) console.log(`alive: ${file}:${line} ${mutation}`);
  console.log(`${killed} of ${total} mutants killed: ${score} %, at least ${LEAST_SCORE} %`);
  console.log(`${survivors.length} alive, ${faults.length} of them without a reason`);
  process.exitCode = score >= LEAST_SCORE && faults.length === 0 ? 0 : 1;
}
