/**
 * `npm run release:check -- --tag v1.2.3`: exits 1 and says why if this commit must not be
 * published. npm runs it before every publishing too, without a tag.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ROOT, readJson } from './lib/projects.mjs';

/** Marks what the README says only until the package is on npm. */
const UNTIL_RELEASED = '<!-- before the first release -->';

/** @returns one sentence for each reason not to publish */
export function problemsOf({ manifest, changelog, readme, tag, changed }) {
  const problems = [];
  for (const field of ['repository', 'homepage', 'bugs']) {
    if (manifest[field] === undefined) {
      problems.push(`package.json has no ${field}: set it; provenance and users need it.`);
    }
  }
  if (tag !== undefined && tag !== `v${manifest.version}`) {
    problems.push(`The tag is ${tag}, and package.json says ${manifest.version}: make them equal.`);
  }
  const heading = changelog.split('\n').find((line) => line.startsWith('## ')) ?? 'nothing';
  const expected = new RegExp(
    `^## ${manifest.version.replaceAll('.', '\\.')}, \\d{4}-\\d\\d-\\d\\d$`,
  );
  if (!expected.test(heading)) {
    problems.push(
      `CHANGELOG.md begins with "${heading}": write "## ${manifest.version}, " and the date.`,
    );
  }
  if (readme.includes(UNTIL_RELEASED)) {
    problems.push(`README.md still has the lines marked "${UNTIL_RELEASED}": remove them.`);
  }
  if (changed !== '') problems.push(`The working tree has changes: commit them.\n${changed}`);
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { tag: { type: 'string' } } });
  const git = ['status', '--porcelain'];
  const problems = problemsOf({
    manifest: readJson(ROOT, 'package.json'),
    changelog: readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'),
    readme: readFileSync(join(ROOT, 'README.md'), 'utf8'),
    tag: values.tag,
    changed: execFileSync('git', git, { cwd: ROOT, encoding: 'utf8' }),
  });
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log('This commit can be published.');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
