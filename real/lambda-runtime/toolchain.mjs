import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What building `aws-lambda-ric` takes: any one program of each. */
const NEEDED = [['cmake', 'cmake3'], ['make'], ['g++', 'c++'], ['python3'], ['tar'], ['xz']];

/** @returns why the runtime client cannot be built on this machine, or `undefined` */
export function cannotBuild() {
  if (process.platform !== 'linux') return 'aws-lambda-ric is built for Linux only';
  const missing = NEEDED.filter((names) => !names.some(isInstalled)).map(([name]) => name);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

function isInstalled(name) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, name)));
}
