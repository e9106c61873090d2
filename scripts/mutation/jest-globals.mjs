/**
 * What the tests import from `@jest/globals`, for one process that runs them all: Jest's own
 * `expect`, tables and spies, and a list of tests instead of a runner.
 */
import fc from 'fast-check';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

export { expect } from 'expect';

// The same cases for every mutant.
fc.configureGlobal({ seed: 1 });

let needsJest = false;

/** Whether the test that just ran loads a module anew, which a bundle cannot. */
export function takeNeedsJest() {
  const needed = needsJest;
  needsJest = false;
  return needed;
}

const mocker = new ModuleMocker(globalThis);

export const jest = {
  fn: (...args) => mocker.fn(...args),
  spyOn: (...args) => mocker.spyOn(...args),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  resetModules() {
    needsJest = true;
    throw new Error('only Jest loads a module anew');
  },
};

const newSuite = () => ({ tests: [], beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] });
let suite = newSuite();

/** The tests that were collected since the last call, with the hooks of their `describe`. */
export function takeSuite() {
  const collected = suite;
  suite = newSuite();
  return collected;
}

export function describe(name, define) {
  const outer = suite;
  suite = newSuite();
  define();
  outer.tests.push({ name, suite });
  suite = outer;
}

export function it(name, run) {
  suite.tests.push({ name, run });
}

describe.each = bind(describe, false);
it.each = bind(it);

const hook = (kind) => (run) => suite[kind].push(run);
export const beforeAll = hook('beforeAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const afterAll = hook('afterAll');
