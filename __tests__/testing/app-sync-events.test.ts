import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, routePolicy } from 'middy-cognito-groups';
import { appSyncEvent } from 'middy-cognito-groups/testing';
import { authOf, invoke, thrownBy } from '../support/chain.js';

describe('appSyncEvent', () => {
  it('builds the payload of the @function of Amplify', () => {
    const event = appSyncEvent({
      payload: 'amplify-function',
      field: 'Mutation.renameTeam',
      arguments: { id: '7' },
      groups: ['member'],
    });
    expect(Object.keys(event).sort()).toEqual([
      'arguments',
      'fieldName',
      'identity',
      'prev',
      'request',
      'source',
      'typeName',
    ]);
    expect(event).toMatchObject({
      typeName: 'Mutation',
      fieldName: 'renameTeam',
      arguments: { id: '7' },
      identity: { groups: ['member'], username: 'ada' },
    });
  });

  it('builds an event of AppSync Events', () => {
    const event = appSyncEvent({ channel: '/default/news', events: [{ a: 1 }, 'b'], groups: [] });
    expect(event).toMatchObject({
      info: {
        channel: { path: '/default/news', segments: ['default', 'news'] },
        channelNamespace: { name: 'default' },
        operation: 'PUBLISH',
      },
      identity: { groups: null },
      events: [
        { id: 'event-1', payload: { a: 1 } },
        { id: 'event-2', payload: 'b' },
      ],
    });
    expect(event).not.toHaveProperty('arguments');
    expect(appSyncEvent({ channel: '/default', operation: 'SUBSCRIBE' })).toMatchObject({
      info: { channelNamespace: { name: 'default' }, operation: 'SUBSCRIBE' },
      identity: null,
      events: null,
    });
  });

  const table = middy()
    .use(cognitoGroups())
    .use(
      routePolicy({
        'Mutation.renameTeam': 'member',
        'PUBLISH /default/news': 'editor',
        'SUBSCRIBE /default/news': 'member',
      }),
    )
    .handler(async () => 'in');

  const kinds: [string, (caller: { groups?: string[] }) => object, string][] = [
    ['a resolver', (caller) => appSyncEvent({ field: 'Mutation.renameTeam', ...caller }), 'member'],
    [
      'an @function',
      (caller) =>
        appSyncEvent({ field: 'Mutation.renameTeam', payload: 'amplify-function', ...caller }),
      'member',
    ],
    ['a publication', (caller) => appSyncEvent({ channel: '/default/news', ...caller }), 'editor'],
    [
      'a subscription',
      (caller) => appSyncEvent({ channel: '/default/news', operation: 'SUBSCRIBE', ...caller }),
      'member',
    ],
  ];

  it.each(kinds)('%s meets the rule of its route', async (_, build, group) => {
    expect(await authOf(build({ groups: [group] }))).toMatchObject({
      groups: [group],
      source: 'appsync',
    });
    expect(await invoke(table, build({ groups: [group] }))).toBe('in');
    expect(await thrownBy(table, build({ groups: ['other'] }))).toMatchObject({ statusCode: 403 });
    expect(await thrownBy(table, build({}))).toMatchObject({ statusCode: 401 });
  });

  it('of another field or channel has no rule', async () => {
    const groups = ['member', 'editor'];
    for (const event of [
      appSyncEvent({ field: 'Mutation.deleteTeam', payload: 'amplify-function', groups }),
      appSyncEvent({ channel: '/default/news/today', groups }),
      appSyncEvent({ channel: '/default', groups }),
    ]) {
      expect(await thrownBy(table, event)).toMatchObject({
        statusCode: 403,
        cause: { rule: undefined },
      });
    }
  });

  it.each<[object, RegExp]>([
    [{ payload: 'amplify' }, /^appSyncEvent: option payload is "amplify"/],
    [{ channel: '/a', operation: 'publish' }, /^appSyncEvent: option operation is "publish"/],
    [{ operation: 'PUBLISH' }, /^appSyncEvent: option operation requires a channel/],
    [{ events: [] }, /^appSyncEvent: option events requires a channel/],
    [{ channel: '/a', field: 'Query.a' }, /^appSyncEvent: option field /],
    [{ channel: '/a', arguments: {} }, /^appSyncEvent: option arguments /],
    [{ channel: '/a', payload: 'resolver' }, /^appSyncEvent: option payload /],
    [{ channel: 'a' }, /^appSyncEvent: option channel is "a"/],
    [{ channel: '/a/' }, /^appSyncEvent: option channel is "\/a\/"/],
    [{ channel: '/a/*' }, /^appSyncEvent: option channel is "\/a\/\*"/],
    [{ channel: '/a', operation: 'SUBSCRIBE', events: [] }, /^appSyncEvent: only PUBLISH/],
  ])('%j is a TypeError', (options, message) => {
    expect(() => appSyncEvent(options)).toThrow(TypeError);
    expect(() => appSyncEvent(options)).toThrow(message);
  });
});
