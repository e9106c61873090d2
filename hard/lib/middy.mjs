/** Middy 5, 6 and 7 with its official middleware, each installed in a folder of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, install } from '../../scripts/lib/projects.mjs';

const EVERYWHERE = [
  'core',
  'error-logger',
  'http-content-negotiation',
  'http-cors',
  'http-error-handler',
  'http-event-normalizer',
  'http-header-normalizer',
  'http-json-body-parser',
  'http-multipart-body-parser',
  'http-response-serializer',
  'http-router',
  'http-security-headers',
  'http-urlencode-body-parser',
  'input-output-logger',
  'warmup',
];

const at = (version, names) => names.map((name) => [name, version]);

/** The newest release of each package that has one for this major version. */
const PACKAGES = {
  5: new Map([
    ...at('5.5.1', [...EVERYWHERE, 'do-not-wait-for-empty-event-loop', 'event-normalizer']),
    ...at('5.5.0', ['error-logger']),
    ...at('5.4.6', ['http-urlencode-path-parser', 'http-urlencode-body-parser', 'warmup']),
  ]),
  6: new Map(at('6.4.5', [...EVERYWHERE, 'do-not-wait-for-empty-event-loop', 'event-normalizer'])),
  7: new Map([
    ...at('7.9.2', [...EVERYWHERE, 'http-partial-response', 'http-urlencode-path-parser']),
    ...at('7.7.0', ['warmup']),
  ]),
};

export const MAJORS = Object.keys(PACKAGES).map(Number);

const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** @returns the default export of each package by its name in camel case, `httpCors` */
export async function installMiddy(major) {
  const folder = join(CACHE, 'hard', `middy-${major}`);
  const packages = [...PACKAGES[major]];
  const wanted = JSON.stringify(packages);
  const done = join(folder, 'installed.json');
  if (!existsSync(done) || readFileSync(done, 'utf8') !== wanted) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const names = packages.map(([name, version]) => `@middy/${name}@${version}`);
    // A package of an older release asks for the core of that release.
    await install(folder, '--legacy-peer-deps', ...names);
    const lines = packages.map(
      ([name]) => `export { default as ${camelCase(name)} } from '@middy/${name}';`,
    );
    if (major === 7) {
      lines.push("export { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';");
    }
    writeFileSync(join(folder, 'all.mjs'), lines.join('\n'));
    writeFileSync(done, wanted);
  }
  return import(pathToFileURL(join(folder, 'all.mjs')).href);
}
