/**
 * Writes the templates that the CDK makes of `cdk/stacks.mjs` into the fixtures, without what the
 * command does not read. Run it after a change of the stacks or of the version below.
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from './lib/processes.mjs';
import { install, ROOT, readJson } from './lib/projects.mjs';

const PACKAGES = ['aws-cdk-lib@2.276.0', 'constructs@10.8.1'];
const FIXTURES = join(ROOT, '__tests__/fixtures/templates');

const KEPT = /^AWS::(?:ApiGateway(?:V2)?::(?!Account|Deployment|Stage)|Lambda::(?!Permission))/u;

function trim({ Resources }) {
  const kept = Object.entries(Resources).filter(([, { Type }]) => KEPT.test(Type));
  const resources = kept.map(([id, { Type, Properties, Metadata }]) => {
    // Those of a function say nothing about routes.
    const properties = Type === 'AWS::Lambda::Function' ? {} : { Properties };
    return [id, { Type, ...properties, Metadata }];
  });
  return { Resources: Object.fromEntries(resources) };
}

const cwd = temporaryFolder();
writeFileSync(join(cwd, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
await install(cwd, ...PACKAGES);
copyFileSync(join(ROOT, 'scripts/cdk/stacks.mjs'), join(cwd, 'stacks.mjs'));
await run('node', ['stacks.mjs', 'cdk.out'], { cwd });
mkdirSync(FIXTURES, { recursive: true });
for (const name of readdirSync(join(cwd, 'cdk.out'))) {
  if (!name.endsWith('.template.json')) continue;
  const template = trim(readJson(cwd, 'cdk.out', name));
  writeFileSync(join(FIXTURES, name), `${JSON.stringify(template, undefined, 2)}\n`);
  console.log(`written: ${name}`);
}
await run('npx', ['biome', 'check', '--write', FIXTURES], { cwd: ROOT });
