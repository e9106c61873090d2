import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { authenticated, cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { appSync } from 'middy-cognito-groups/sources';
import { invoke, thrownBy } from '../support/chain.js';
import { appSyncEvent, appSyncOidcEvent, OIDC_ISSUER, POOL_ISSUER } from '../support/events.js';

const OK = { data: 'in' };

const guarded = (options?: { source: typeof appSync }) =>
  middy()
    .use(cognitoGroups({ ...options, issuer: [POOL_ISSUER, OIDC_ISSUER] }))
    .use(requireGroup(authenticated))
    .handler(async () => OK);

describe('an AppSync identity requires the type of its field or the operation of its channel', () => {
  const callers: [string, object][] = [
    ['a user pool', appSyncEvent(['admin'])],
    ['OpenID Connect', appSyncOidcEvent({ 'cognito:groups': ['admin'] })],
  ];

  const infos: [string, object][] = [
    ['no info', {}],
    ['no info, and a type alone', { typeName: 'Query' }],
    ['no info, and a field alone', { fieldName: 'teams' }],
    ['no info, and a type that is not a string', { typeName: 7, fieldName: 'teams' }],
    ['info: undefined', { info: undefined }],
    ['info: null', { info: null }],
    ['an empty info', { info: {} }],
    ['a channel without an operation', { info: { channel: { path: '/default/a' } } }],
    ['an operation without a channel', { info: { operation: 'SUBSCRIBE' } }],
    ['a channel that is a string', { info: { channel: '/default/a', operation: 'SUBSCRIBE' } }],
    [
      'a channel whose path is not a string',
      { info: { channel: { path: 7 }, operation: 'SUBSCRIBE' } },
    ],
    ['an info beside the type of Amplify', { info: {}, typeName: 'Query', fieldName: 'teams' }],
    ['a field without its type', { info: { fieldName: 'teams' } }],
    ['a type that is not a string', { info: { parentTypeName: 7, fieldName: 'teams' } }],
    ['an info that is a string', { info: '{"parentTypeName":"Query"}' }],
  ];

  it.each(
    callers.flatMap(([caller, event]) =>
      infos.map(([name, info]) => [caller, name, event, info] as const),
    ),
  )('the identity of %s with %s is unauthenticated', async (_caller, _name, event, info) => {
    const { info: _, ...withoutInfo } = event as { info: object };
    for (const handler of [guarded(), guarded({ source: appSync })]) {
      const given = { ...withoutInfo, ...info };
      expect(await thrownBy(handler, given)).toMatchObject({
        statusCode: 401,
        code: 'ERR_UNAUTHENTICATED',
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
      expect(await thrownBy(handler, [given])).toMatchObject({
        statusCode: 401,
        code: 'ERR_UNAUTHENTICATED',
      });
    }
  });

  it.each(callers)('the identity of %s with its info is a caller', async (_, event) => {
    expect(await invoke(guarded(), event)).toEqual(OK);
    expect(await invoke(guarded({ source: appSync }), [event])).toEqual(OK);
    const { info: _info, ...withoutInfo } = event as { info: object };
    for (const kind of [
      { typeName: 'Query', fieldName: 'teams' },
      { info: { channel: { path: '/default/a' }, operation: 'SUBSCRIBE' } },
    ]) {
      expect(await invoke(guarded(), { ...withoutInfo, ...kind })).toEqual(OK);
    }
  });
});
