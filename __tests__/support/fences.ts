import { readDocument } from './documents.js';

/** A fenced block of a document: ```` ```LANGUAGE NAME ````. */
export interface Fence {
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

export function fencesOf(document: string): Fence[] {
  const fences = readDocument(document).matchAll(
    /^```(?<language>\S*) ?(?<name>.*)\n(?<text>(?:.*\n)*?)^```$/gmu,
  );
  return [...fences].map(({ groups }) => groups as unknown as Fence);
}
