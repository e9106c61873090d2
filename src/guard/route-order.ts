import { quote } from '../lib/quote.js';
import { type Method, shapeOf, withoutTrailingSlash } from './route.js';

/** The parts of a route that decide which requests it matches. */
export interface Served {
  readonly method: Method;
  readonly path: string;
  /** The path as the router compares it. */
  readonly shape: string;
}

/**
 * The router looks up paths without parameters first. Among all other paths, it takes the first
 * match.
 *
 * @throws TypeError for a route whose requests could match an earlier route
 */
export function checkReached(routes: readonly Served[], greedyIsExact: boolean): void {
  const before: { route: Served; segments: readonly string[] }[] = [];
  for (const route of routes) {
    const segments = route.shape.split('/');
    if (route.shape.includes('{')) {
      for (const { route: first, segments: theirs } of before) {
        if (!haveCommonMethod(first, route)) continue;
        if (shadows(theirs, segments)) {
          throw outOfOrder(route, first, 'is never reached after', '; put it before that');
        }
        if (greedyIsExact) continue;
        if (swallows(theirs, segments) || dotTakesSlash(first.path, route.path)) {
          throw outOfOrder(route, first, 'comes after', TAKEN_BY_MIDDY_5);
        }
      }
    }
    before.push({ route, segments });
  }
}

const TAKEN_BY_MIDDY_5 =
  ', which takes its requests with Middy 5 and 6; ' +
  "put it before that, or with Middy 7 write { greedy: 'exact' }";

/** Quotes only the routes of an error, because a thousand routes have half a million pairs. */
function outOfOrder(route: Served, first: Served, relation: string, hint: string): TypeError {
  const [one, other] = [route, first].map(({ method, path }) => quote(`${method} ${path}`));
  return new TypeError(`guardRoutes: ${one} ${relation} ${other}${hint}`);
}

/**
 * Whether a greedy path also captures another one. The router of Middy 5 and 6 compiles
 * `/files/{proxy+}` to a pattern without the last slash, which also matches `/files-private/1`.
 */
function swallows(greedy: readonly string[], theirs: readonly string[]): boolean {
  if (greedy.at(-1) !== '{+}') return false;
  const last = greedy.length - 2;
  for (let at = 0; at <= last; at += 1) {
    const [segment, other] = [greedy[at] as string, theirs[at]];
    if (other === '{+}') return true;
    if (other === undefined) return false;
    const start = at === last ? other.slice(0, segment.length) : other;
    if (other !== '{}' && !covers(segment, other) && !covers(segment, start)) return false;
  }
  return true;
}

/**
 * Whether one segment matches everything that another matches. A dot in a pattern matches any
 * character.
 */
function covers(ours: string, theirs: string): boolean {
  if (ours === '{}') return theirs !== '{+}';
  return (
    ours.length === theirs.length &&
    [...ours].every((character, at) => character === theirs[at] || character === '.')
  );
}

/** Routes of one shape are distinguished by their methods. */
function haveCommonMethod(one: Served, other: Served): boolean {
  if (one.shape === other.shape) return false;
  return one.method === other.method || one.method === 'ANY' || other.method === 'ANY';
}

/** Whether one route matches every path that another matches. */
function shadows(ours: readonly string[], theirs: readonly string[]): boolean {
  const isGreedy = ours.at(-1) === '{+}';
  if (isGreedy ? theirs.length < ours.length - 1 : theirs.length !== ours.length) return false;
  return ours.every((segment, at) => segment === '{+}' || covers(segment, theirs[at] as string));
}

/**
 * Whether a dot in one path matches a slash in the other: the router of Middy 5 and 6 does not
 * escape dots, so `/v1.0/{id}` also matches `/v1/0/7`. Compares the parts before the first
 * parameters.
 */
function dotTakesSlash(first: string, other: string): boolean {
  if (!first.includes('{')) return false;
  const [ours, theirs] = [fixedStart(first), fixedStart(other)];
  for (const [at, character] of ours.entries()) {
    if (at >= theirs.length) return ours.includes('.', at);
    if (character === '.' && theirs[at] === '/') return true;
    if (character !== '.' && character !== theirs[at]) return false;
  }
  return false;
}

function fixedStart(path: string): readonly string[] {
  return [...path.slice(0, path.indexOf('{'))];
}

/** The router serves every path with and without a trailing slash. */
export function servedShape(path: string): string {
  return shapeOf(withoutTrailingSlash(path));
}
