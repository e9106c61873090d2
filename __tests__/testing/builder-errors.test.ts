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
      /^restApiEvent: a name in groups is ''; write one that Cognito allows, without white space$/,
    ],
    [
      'a name with a space',
      () => httpApiEvent({ groups: ['a b'] }),
      /^httpApiEvent: a name in groups is 'a b'; write one that Cognito allows, /,
    ],
    [
      'a long name',
      () => appSyncEvent({ groups: ['x'.repeat(129)] }),
      /^appSyncEvent: a name in groups is 'x+'; write /,
    ],
    [
      'a name that is not a string',
      () => appSyncEvent({ groups: [7 as unknown as string] }),
      /^appSyncEvent: a name in groups is 7; write /,
    ],
    [
      'a duplicate group',
      () => restApiEvent({ groups: ['a', 'a'] }),
      /^restApiEvent: option groups is \["a","a"\]; write each name once$/,
    ],
    [
      'a duplicate group in a token',
      () => testToken({ groups: ['a', 'a'] }),
      /^testToken: option groups is \["a","a"\]; write each name once$/,
    ],
    [
      '101 groups',
      () => restApiEvent({ groups: Array.from({ length: 101 }, (_, index) => `g${index}`) }),
      /^restApiEvent: a user is in at most 100 groups, got 101; omit some$/,
    ],
    [
      'a comma on a REST API',
      () => restApiEvent({ groups: ['a,b'] }),
      /^restApiEvent: AWS does not document how \["a,b"\] is sent, .*; write groups: \[\] and the sent value in claims$/,
    ],
    [
      'a string as a list',
      () => restApiEvent({ groups: 'admin' as never }),
      /^restApiEvent: option groups is 'admin'; write a list$/,
    ],
    [
      'a misspelt key',
      () => restApiEvent({ group: ['a'] } as never),
      /^restApiEvent: an option is 'group'; write one of groups, client, /,
    ],
    [
      'a key of another API',
      () => httpApiEvent({ authorizer: 'jwt' } as never),
      /^httpApiEvent: an option is 'authorizer'; write one of /,
    ],
    [
      'a misspelt field',
      () => appSyncEvent({ fieldName: 'teams' } as never),
      /^appSyncEvent: an option is 'fieldName'; write one of /,
    ],
    [
      'a misspelt context',
      () => lambdaAuthorizerEvent({ groups: [], claims: {} } as never),
      /^lambdaAuthorizerEvent: an option is 'claims'; write one of /,
    ],
    [
      'a misspelt route key',
      () => webSocketEvent({ routeKey: 'x' } as never),
      /^webSocketEvent: an option is 'routeKey'; write one of /,
    ],
    [
      'a misspelt token',
      () => functionUrlEvent({ bearer: 'x' } as never),
      /^functionUrlEvent: an option is 'bearer'; write one of /,
    ],
    [
      'a misspelt data token',
      () => albEvent({ datum: 'x' } as never),
      /^albEvent: an option is 'datum'; write one of /,
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
      /^lambdaAuthorizerEvent: option api is 'http'; write rest or http-1.0 or http-2.0$/,
    ],
    [
      'an unknown format',
      () => lambdaAuthorizerEvent({ groups: ['a'], format: 'csv' as never }),
      /^lambdaAuthorizerEvent: option format is 'csv'; write json or comma or space or array$/,
    ],
    [
      'a reserved key',
      () => lambdaAuthorizerEvent({ groups: [], key: 'claims' }),
      /^lambdaAuthorizerEvent: the context key claims is reserved; write another key$/,
    ],
    [
      'an object in a flat context',
      () => lambdaAuthorizerEvent({ groups: [], context: { more: { a: 1 } } }),
      /^lambdaAuthorizerEvent: the context key more is {"a":1}; write a string, a number or a boolean, /,
    ],
    [
      'a query of a message',
      () => webSocketEvent({ query: {} }),
      /^webSocketEvent: only \$connect has headers and a query; remove them from 'message'$/,
    ],
    [
      'headers of a message',
      () => webSocketEvent({ headers: {} }),
      /^webSocketEvent: only \$connect has headers and a query; remove them from 'message'$/,
    ],
    [
      'a name with a comma in a comma-separated list',
      () => lambdaAuthorizerEvent({ groups: ['a,b'], format: 'comma' }),
      /^lambdaAuthorizerEvent: a comma-separated list is \["a,b"\]; write names without a comma$/,
    ],
    [
      'an array in a flat context',
      () => webSocketEvent({ groups: ['a'], format: 'array' }),
      /^webSocketEvent: only payload format 2.0 of an HTTP API sends an array; write another format$/,
    ],
  ])('%s is a TypeError', (_, build, message) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(message);
  });
});

describe('every message', () => {
  const BUILDERS: Readonly<Record<string, (options: never) => unknown>> = {
    albEvent,
    appSyncEvent,
    functionUrlEvent,
    httpApiEvent,
    lambdaAuthorizerEvent,
    restApiEvent,
    testToken,
    webSocketEvent,
  };

  const ODD: readonly unknown[] = [
    null,
    '',
    'x',
    7,
    Number.NaN,
    1n,
    true,
    Symbol('s'),
    [],
    [null],
    ['a b'],
    {},
    { a: 7 },
    { a: null },
    Object.create({ a: 'inherited' }),
    () => 'x',
    new Date(0),
  ];

  /** The names of the options, as the message for an unknown one lists them. */
  function optionsOf(build: (options: never) => unknown): string[] {
    try {
      build({ '': 1 } as never);
    } catch (error) {
      return (error as Error).message.replace(/^.*write one of /u, '').split(', ');
    }
    throw new Error('it takes an option without a name');
  }

  it.each(Object.entries(BUILDERS))('names %s, for any value of any option', (name, build) => {
    const names = optionsOf(build);
    expect(names.length).toBeGreaterThan(4);
    let thrown = 0;
    for (const options of [
      ...ODD,
      ...names.flatMap((option) => ODD.map((value) => ({ groups: [], [option]: value }))),
    ]) {
      try {
        build(options as never);
      } catch (error) {
        thrown += 1;
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(new RegExp(`^${name}: .*[;,] \\w+`, 'su'));
      }
    }
    expect(thrown).toBeGreaterThan(names.length * 8);
  });
});
