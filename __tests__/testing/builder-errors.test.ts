import { describe, expect, it } from '@jest/globals';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testToken,
  webSocketEvent,
} from 'middy-cognito-groups/testing';

describe('a builder', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'an empty name',
      () => restApiEvent({ groups: [''] }),
      /^restApiEvent: Cognito does not allow the group name ""$/,
    ],
    [
      'a name with a space',
      () => httpApiEvent({ groups: ['a b'] }),
      /^httpApiEvent: Cognito does not allow the group name "a b"$/,
    ],
    [
      'a long name',
      () => appSyncEvent({ groups: ['x'.repeat(129)] }),
      /^appSyncEvent: Cognito does not allow the group name "x+"$/,
    ],
    [
      'a name that is not a string',
      () => appSyncEvent({ groups: [7 as unknown as string] }),
      /^appSyncEvent: Cognito does not allow the group name 7$/,
    ],
    [
      'a duplicate group',
      () => restApiEvent({ groups: ['a', 'a'] }),
      /^restApiEvent: option groups holds a duplicate, got \["a","a"\]; remove it$/,
    ],
    [
      'a duplicate group in a token',
      () => testToken({ groups: ['a', 'a'] }),
      /^testToken: option groups holds a duplicate/,
    ],
    [
      '101 groups',
      () => restApiEvent({ groups: Array.from({ length: 101 }, (_, index) => `g${index}`) }),
      /^restApiEvent: a user is in at most 100 groups, got 101$/,
    ],
    [
      'a comma on a REST API',
      () => restApiEvent({ groups: ['a,b'] }),
      /^restApiEvent: AWS does not document how \["a,b"\] is sent, .*; write groups: \[\] and the sent value in claims$/,
    ],
    [
      'a string as a list',
      () => restApiEvent({ groups: 'admin' as never }),
      /^restApiEvent: option groups is a list of group names, got "admin"$/,
    ],
    [
      'a misspelt key',
      () => restApiEvent({ group: ['a'] } as never),
      /restApiEvent: unknown option "group"; the options/,
    ],
    [
      'a key of another API',
      () => httpApiEvent({ authorizer: 'jwt' } as never),
      /^httpApiEvent: unknown option "authorizer"/,
    ],
    [
      'a misspelt field',
      () => appSyncEvent({ fieldName: 'teams' } as never),
      /appSyncEvent: unknown option "fieldName"/,
    ],
    [
      'a misspelt context',
      () => lambdaAuthorizerEvent({ groups: [], claims: {} } as never),
      /^lambdaAuthorizerEvent: unknown option "claims"/,
    ],
    [
      'a misspelt route key',
      () => webSocketEvent({ route: 'x' } as never),
      /^webSocketEvent: unknown option "route"/,
    ],
    [
      'a misspelt token',
      () => functionUrlEvent({ bearer: 'x' } as never),
      /^functionUrlEvent: unknown option "bearer"/,
    ],
    [
      'a misspelt data token',
      () => albEvent({ datum: 'x' } as never),
      /^albEvent: unknown option "datum"/,
    ],
    [
      'a subject without groups',
      () => restApiEvent({ subject: 'u' }),
      /^restApiEvent: option subject requires groups; write groups: \[\] for a caller in no group$/,
    ],
    [
      'claims without groups',
      () => appSyncEvent({ claims: {} }),
      /^appSyncEvent: option claims requires groups/,
    ],
    [
      'a username without groups',
      () => functionUrlEvent({ username: 'u' }),
      /^functionUrlEvent: option username requires groups/,
    ],
    [
      'an unknown API',
      () => lambdaAuthorizerEvent({ api: 'http' as never }),
      /^lambdaAuthorizerEvent: option api is "http"; write one of rest, http-1.0, http-2.0$/,
    ],
    [
      'an unknown format',
      () => lambdaAuthorizerEvent({ groups: ['a'], format: 'csv' as never }),
      /^lambdaAuthorizerEvent: option format is "csv"; write one of json, comma, space, array$/,
    ],
    [
      'a reserved key',
      () => lambdaAuthorizerEvent({ groups: [], key: 'claims' }),
      /^lambdaAuthorizerEvent: the context key claims is reserved; write another key$/,
    ],
    [
      'an object in a flat context',
      () => lambdaAuthorizerEvent({ groups: [], context: { more: { a: 1 } } }),
      /^lambdaAuthorizerEvent: a flat context holds strings, numbers and booleans; more is {"a":1}$/,
    ],
    [
      'a query of a message',
      () => webSocketEvent({ query: {} }),
      /^webSocketEvent: only \$connect has headers and a query, got "message"$/,
    ],
    [
      'headers of a message',
      () => webSocketEvent({ headers: {} }),
      /^webSocketEvent: only \$connect has headers and a query, got "message"$/,
    ],
    [
      'a name with a comma in a comma-separated list',
      () => lambdaAuthorizerEvent({ groups: ['a,b'], format: 'comma' }),
      /^lambdaAuthorizerEvent: a comma-separated list cannot hold a name with a comma, got \["a,b"\]$/,
    ],
    [
      'an array in a flat context',
      () => webSocketEvent({ groups: ['a'], format: 'array' }),
      /^webSocketEvent: only an HTTP API with payload format 2.0 sends an array in a context$/,
    ],
  ])('%s is a TypeError', (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });
});
