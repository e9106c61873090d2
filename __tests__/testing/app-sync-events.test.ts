import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, routePolicy } from 'middy-cognito-groups';
import { appSyncEvent } from 'middy-cognito-groups/testing';
import { authOf, invoke, thrownBy } from '../support/chain.js';

describe('appSyncEvent', () => {
  it('builds the payload of the @function of Amplify', () => {
    const event = appSyncEvent({
      payload: 'amplify-function',
      route: 'Mutation.renameTeam',
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
    const event = appSyncEvent({
      route: 'PUBLISH /default/news',
      events: [{ a: 1 }, 'b'],
      groups: [],
    });
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
    expect(appSyncEvent({ route: 'SUBSCRIBE /default' })).toMatchObject({
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
    ['a resolver', (caller) => appSyncEvent({ route: 'Mutation.renameTeam', ...caller }), 'member'],
    [
      'an @function',
      (caller) =>
        appSyncEvent({ route: 'Mutation.renameTeam', payload: 'amplify-function', ...caller }),
      'member',
    ],
    [
      'a publication',
      (caller) => appSyncEvent({ route: 'PUBLISH /default/news', ...caller }),
      'editor',
    ],
    [
      'a subscription',
      (caller) => appSyncEvent({ route: 'SUBSCRIBE /default/news', ...caller }),
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
      appSyncEvent({ route: 'Mutation.deleteTeam', payload: 'amplify-function', groups }),
      appSyncEvent({ route: 'PUBLISH /default/news/today', groups }),
      appSyncEvent({ route: 'PUBLISH /default', groups }),
    ]) {
      expect(await thrownBy(table, event)).toMatchObject({
        statusCode: 403,
        cause: { rule: undefined },
      });
    }
  });

  it('builds a batch, with an entry for each source', () => {
    const [first, second] = appSyncEvent({
      route: 'Team.members',
      sources: [{ id: '1' }, { id: '2' }],
      groups: ['member'],
    });
    expect(first).toMatchObject({
      source: { id: '1' },
      info: { parentTypeName: 'Team', fieldName: 'members' },
      identity: { groups: ['member'] },
    });
    expect(second).toEqual({ ...first, source: { id: '2' } });
    expect(appSyncEvent({ route: 'Team.members', source: { id: '1' } }).source).toEqual({
      id: '1',
    });
    expect(appSyncEvent().source).toBeNull();
  });

  it('of a batch meets the rule of its field', async () => {
    const batch = (groups: string[]) =>
      appSyncEvent({ route: 'Mutation.renameTeam', sources: [{}, {}], groups });
    expect(await invoke(table, batch(['member']))).toBe('in');
    expect(await thrownBy(table, batch(['other']))).toMatchObject({ statusCode: 403 });
  });

  it.each<[object, RegExp]>([
    [{ payload: 'amplify' }, /^appSyncEvent: option payload is 'amplify'; write resolver or /],
    [{ authorizer: 'cognito' }, /^appSyncEvent: option authorizer is 'cognito'; write user-pool /],
    [{ route: 'teams' }, /^appSyncEvent: option route is 'teams'; write 'Query.teams' or /],
    [{ route: 'GET /a' }, /^appSyncEvent: option route is 'GET \/a'/],
    [{ route: 'publish /a' }, /^appSyncEvent: option route is 'publish \/a'/],
    [{ route: 'PUBLISH a' }, /^appSyncEvent: option route is 'PUBLISH a'/],
    [{ route: 'PUBLISH /a/' }, /^appSyncEvent: option route is 'PUBLISH \/a\/'/],
    [{ route: 'PUBLISH /a/*' }, /^appSyncEvent: option route is 'PUBLISH \/a\/\*'/],
    [{ events: [] }, /^appSyncEvent: the event of a field has no events; omit events$/],
    [{ route: 'PUBLISH /a', arguments: {} }, /^appSyncEvent: .* a channel has no arguments; omit /],
    [{ route: 'PUBLISH /a', payload: 'resolver' }, /^appSyncEvent: .* a channel has no payload/],
    [{ route: 'PUBLISH /a', source: {} }, /^appSyncEvent: .* a channel has no source/],
    [{ route: 'PUBLISH /a', sources: [] }, /^appSyncEvent: .* a channel has no sources/],
    [{ route: 'SUBSCRIBE /a', events: [] }, /^appSyncEvent: only PUBLISH has events; omit events$/],
    [{ sources: [], source: {} }, /^appSyncEvent: a batch has sources; omit source$/],
    [{ sources: [], payload: 'resolver' }, /^appSyncEvent: a batch has sources; omit payload$/],
    [{ sources: {} }, /^appSyncEvent: option sources is {}; write a list$/],
  ])('%j is a TypeError', (options, message) => {
    expect(() => appSyncEvent(options)).toThrow(TypeError);
    expect(() => appSyncEvent(options)).toThrow(message);
  });
});
