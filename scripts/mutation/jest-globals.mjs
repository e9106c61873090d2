/**
 * What the tests import from `@jest/globals`, for one process that runs them all: Jest's own
 * `expect`, tables and spies, and a list of tests instead of a runner.
 */
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

export { expect } from 'expect';

const mocker = new ModuleMocker(globalThis);

export const jest = {
  fn: (...args) => mocker.fn(...args),
  spyOn: (...args) => mocker.spyOn(...args),
  restoreAllMocks: () => mocker.restoreAllMocks(),
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
