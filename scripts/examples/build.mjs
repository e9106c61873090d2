/** The bundle of a function as it is deployed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run, temporaryFolder } from '../lib/processes.mjs';

/** @returns the path of the bundle, which is CommonJS */
export const build = (example, entry, env) =>
  existsSync(join(example, 'cdk.out')) ? cdkAsset(example) : samBuild(example, entry, env);

/** What the synthesis has bundled. */
function cdkAsset(example) {
  const out = join(example, 'cdk.out');
  const [asset, ...others] = readdirSync(out).filter((name) => name.startsWith('asset.'));
  if (asset === undefined || others.length > 0) throw new Error(`not one asset in ${out}`);
  return join(out, asset, 'index.js');
}

/** What `sam build` does with `BuildMethod: esbuild`: its options, and the template's. */
async function samBuild(example, entry, env) {
  const template = readFileSync(join(example, 'template.yaml'), 'utf8');
  // It warns of the tags of CloudFormation, which are not in what is read here.
  const { Resources } = parse(template, { logLevel: 'error' });
  const { Properties, Metadata } = Resources.TeamsFunction;
  const { BuildMethod, BuildProperties } = Metadata;
  if (BuildMethod !== 'esbuild' || Properties.Handler !== `${entry}.handler`) {
    throw new Error(`TeamsFunction of ${example} does not deploy ${entry}.ts`);
  }
  const { EntryPoints, Target } = BuildProperties;
  const outdir = temporaryFolder();
  const options = ['--bundle', '--platform=node', '--format=cjs', '--minify', `--target=${Target}`];
  const cwd = join(example, Properties.CodeUri);
  await run(
    join(cwd, 'node_modules/.bin/esbuild'),
    [...EntryPoints, ...options, `--outdir=${outdir}`, '--log-level=warning'],
    { cwd, env },
  );
  return join(outdir, `${entry}.js`);
}
