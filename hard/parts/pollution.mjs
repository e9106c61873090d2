/** Every name that the code reads, in `Object.prototype`, with every value. */
import { join } from 'node:path';
import { run, temporaryFolder } from '../../scripts/lib/processes.mjs';
import { ROOT, readJson } from '../../scripts/lib/projects.mjs';

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];

export default async function pollution() {
  const report = join(temporaryFolder(), 'report.json');
  const flags = ['--silent', '--json', '--outputFile', report, 'polluted-prototype'];
  const env = { ...process.env, TEST_HARD: '1' };
  const failed = [];
  await run('node', [...JEST, ...flags], { cwd: ROOT, env }).catch(({ message }) =>
    failed.push(message),
  );
  const { numPassedTests: tried } = readJson(report);
  return [
    { what: 'a polluted prototype: all names with all values', tried, unit: 'tests', failed },
  ];
}
