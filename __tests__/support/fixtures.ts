import { readFileSync } from 'node:fs';

type Json = Record<string, unknown>;

/** A whole event as AWS sends it, a new object at every call. */
export function fixture(name: 'rest-api' | 'http-api' | 'appsync'): Json {
  return JSON.parse(
    readFileSync(new URL(`../fixtures/${name}-event.json`, import.meta.url), 'utf8'),
  ) as Json;
}

/** Replaces the value at a path of a fixture, or deletes the key if the value is `undefined`. */
export function set(event: Json, path: readonly string[], value: unknown): Json {
  const holder = path.slice(0, -1).reduce((object, key) => object[key] as Json, event);
  const last = path.at(-1) as string;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return event;
}
