import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { anyOf, cognitoGroups, noneOf, type Rule, requireGroup } from 'middy-cognito-groups';
import { FORBIDDEN } from '../support/answers.js';
import { invoke } from '../support/chain.js';
import { restCaller } from '../support/events.js';

const OK = { statusCode: 200 };

const guarded = (rule: Rule) =>
  middy()
    .use(cognitoGroups({ implies: { admin: ['member'], member: ['reader'] } }))
    .use(requireGroup(rule))
    .handler(async () => OK);

/** Groups of the hierarchy, misreadings of an absent entry, and a placeholder of mutation tests. */
const OTHERS = ['admin', 'member', 'undefined', 'null', 'Stryker was here'] as const;

describe('with a hierarchy of other groups', () => {
  it.each([[['outsider']], [['outsider', 'other']], [['reader']], [[]]])(
    'a caller in %j is in no other group',
    async (groups) => {
      expect(await invoke(guarded(anyOf(...OTHERS)), restCaller(...groups))).toEqual(FORBIDDEN);
      expect(await invoke(guarded(noneOf(...OTHERS)), restCaller(...groups))).toEqual(OK);
    },
  );

  it('a caller keeps the groups that imply nothing', async () => {
    expect(await invoke(guarded('outsider'), restCaller('outsider'))).toEqual(OK);
    expect(await invoke(guarded('outsider'), restCaller('admin', 'outsider'))).toEqual(OK);
    expect(await invoke(guarded('reader'), restCaller('outsider', 'admin'))).toEqual(OK);
  });

  it('a group at the end of the hierarchy implies no group', async () => {
    const beyond = OTHERS.filter((name) => name !== 'admin' && name !== 'member');
    expect(await invoke(guarded({ anyOf: beyond }), restCaller('admin'))).toEqual(FORBIDDEN);
  });
});
