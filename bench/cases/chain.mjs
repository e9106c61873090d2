/** What every case is built from: Middy chains that differ in their hooks only. */
import middy from '@middy/core';

export const RESPONSE = Object.freeze({ statusCode: 200, body: '' });

const CONTEXT = Object.freeze({ functionName: 'bench', awsRequestId: '1' });

const handler = async () => RESPONSE;

const answered = (status) => (outcome) => outcome?.statusCode === status;

/**
 * @param middlewares attached in this order
 * @returns a contestant; `status` is the one that it has to answer
 */
export function chain(name, texts, middlewares, { status = 200, inner = handler, ...more } = {}) {
  const lambda = middlewares.reduce((built, middleware) => built.use(middleware), middy()).handler(inner);
  return { name, texts, call: (event) => lambda(event, CONTEXT), expect: answered(status), inChain: true, ...more };
}

/** Two of them: one function in two places would be one shape less for the compiler than a real chain has. */
export const emptyHooks = () => [{ before: function firstEmptyHook() {} }, { before: function secondEmptyHook() {} }];

/** Middy alone, which every cost is counted from. */
export const EMPTY = 'empty';

export const empty = (texts) => chain(EMPTY, texts, emptyHooks());

/** A middleware and an empty hook: as many hooks as the empty chain. */
export const besideEmptyHook = (middleware) => [middleware, emptyHooks()[1]];
