import { expect, it } from '@jest/globals';
import { AuthError, authError } from '../../src/lib/auth-error.js';

it('the limit of stack traces is restored if the stack overflows in the making of an error', () => {
  const { stackTraceLimit } = Error;
  function Overflowing(): never {
    throw new RangeError('Maximum call stack size exceeded');
  }
  Object.setPrototypeOf(AuthError, Overflowing);
  try {
    expect(() => authError(403, 'ERR_FORBIDDEN', {})).toThrow(RangeError);
  } finally {
    Object.setPrototypeOf(AuthError, Error);
  }
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});

it('an error without a message has the text of its status, and no stack', () => {
  const error = authError(503, 'ERR_VERIFIER', { problem: 'x' });
  expect(error.message).toBe('Service Unavailable');
  expect(error.stack).not.toContain('\n');
});
