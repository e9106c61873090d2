/** Where things are, and where to put what is needed for a while. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atExit } from './cleanup.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What may be kept between two runs: not in git, and made again where it is missing. */
export const CACHE = join(ROOT, '.cache');

/** A new folder that is gone when the process is. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'middy-cognito-groups-'));
  atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
