import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fence, fencesOf } from './fences.js';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

const isCode = ({ language }: Fence) => ['ts', 'js', 'json'].includes(language);

/**
 * Writes the code of documents as modules, into a folder that no other test file uses.
 *
 * @returns the folder
 */
export function writeBlocks(folderName: string, documents: readonly string[]): string {
  const folder = `${CACHE}${folderName}/`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const fence of documents.flatMap(fencesOf).filter(isCode)) {
    writeFileSync(folder + fence.name, fence.text);
  }
  return folder;
}

/** Imports a block of a document as a module of its own. */
export function importBlock(folder: string, name: string): Promise<Record<string, unknown>> {
  return import(folder + name) as Promise<Record<string, unknown>>;
}
