import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import {
  allOf,
  anyOf,
  cognitoGroups,
  evaluate,
  noneOf,
  owner,
  type Rule,
  requireGroup,
  routePolicy,
} from 'middy-cognito-groups';
import { verifiedToken } from 'middy-cognito-groups/sources';
import {
  functionUrlEvent,
  httpApiEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { authOf, invoke } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';

const CUSTOM = { dangerouslyUserWritable: 'custom:tenant_id' } as const;
const byTenant = owner('tenantId', { claim: CUSTOM });
const byOrg = owner('tenantId', { claim: 'org_id' });

type Claims = Readonly<Record<string, unknown>>;

const request = (tenantId: string | undefined, claims: Claims) => ({
  resource: '/tenants/{tenantId}',
  path: '/tenants/x',
  ...(tenantId === undefined ? {} : { pathParameters: { tenantId } }),
  groups: ['member'],
  subject: 'user-1',
  claims,
});

describe('owner with another claim', () => {
  it.each<[string, Rule, string | undefined, Claims, number]>([
    ['equal', byTenant, 't1', { 'custom:tenant_id': 't1' }, 200],
    ['different', byTenant, 't1', { 'custom:tenant_id': 't2' }, 403],
    ['a prefix', byTenant, 't1', { 'custom:tenant_id': 't' }, 403],
    ['another case', byTenant, 'T1', { 'custom:tenant_id': 't1' }, 403],
    ['a space', byTenant, 't1', { 'custom:tenant_id': 't1 ' }, 403],
    ['absent', byTenant, 't1', {}, 403],
    ['empty', byTenant, 't1', { 'custom:tenant_id': '' }, 403],
    ['both empty', byTenant, '', { 'custom:tenant_id': '' }, 403],
    ['no parameter', byTenant, undefined, { 'custom:tenant_id': 't1' }, 403],
    ['neither', byTenant, undefined, {}, 403],
    ['an encoded parameter', byTenant, '%741', { 'custom:tenant_id': '%741' }, 403],
    ['only the sub equal', byTenant, 'user-1', { 'custom:tenant_id': 't1' }, 403],
    ['a claim of administrators', byOrg, 'o1', { org_id: 'o1' }, 200],
    ['a claim of administrators that differs', byOrg, 'o1', { org_id: 'o2' }, 403],
    ['an inherited name', owner('tenantId', { claim: 'toString' }), 'x', {}, 403],
    ['a name of Object.prototype', owner('tenantId', { claim: '__proto__' }), 'x', {}, 403],
    ['sub, written out', owner('tenantId', { claim: 'sub' }), 'user-1', {}, 200],
    ['sub, written out, of another', owner('tenantId', { claim: 'sub' }), 'user-2', {}, 403],
  ])('%s', async (_, rule, tenantId, claims, status) => {
    const options = request(tenantId, claims);
    for (const event of [
      restApiEvent(options),
      restApiEvent({ ...options, authorizer: 'jwt' }),
      httpApiEvent(options),
    ]) {
      expect(await outcomeOf(rule, event)).toMatchObject({ status, challenge: undefined });
    }
  });

  it.each<[unknown]>([[1], [['t1']], [{ toString: () => 't1' }], [true], [null]])(
    'compares only text: %j',
    async (value) => {
      const tenantId = String(value);
      const options = { ...request(tenantId, { org_id: value }), authorizer: 'jwt' } as const;
      for (const rule of [byOrg, noneOf(byOrg), noneOf(noneOf(byOrg)), allOf('member', byOrg)]) {
        expect((await outcomeOf(rule, restApiEvent(options))).status).toBe(403);
      }
    },
  );

  it('is unknown without the claim, so noneOf denies too', async () => {
    const event = () => restApiEvent(request('t1', {}));
    const outcome = await outcomeOf(noneOf(byTenant), event());
    expect(outcome.status).toBe(403);
    expect(outcome.reason).toMatch(/^cannot evaluate the rule: .*custom:tenant_id/u);
    expect((await outcomeOf(anyOf('member', byTenant), event())).status).toBe(200);
    expect(
      (await outcomeOf(noneOf(byTenant), restApiEvent(request('t1', { 'custom:tenant_id': 't2' }))))
        .status,
    ).toBe(200);
  });

  it('reads a verified token', async () => {
    const source = verifiedToken({ verifier: testVerifier });
    const claims = { org_id: 'o1' };
    const event = {
      ...functionUrlEvent({ groups: [], claims }),
      pathParameters: { tenantId: 'o1' },
    };
    expect((await outcomeOf(byOrg, event, { source })).status).toBe(200);
  });

  it('is denied to a request without a caller', async () => {
    const event = { ...restApiEvent({ pathParameters: { tenantId: 'x' } }) };
    expect((await outcomeOf(byOrg, event)).status).toBe(401);
  });
});

describe('the claims that a rule compares', () => {
  it('are those at reading: later edits of the event or of event.auth change nothing', async () => {
    const chain = (edit: (event: Record<string, unknown>) => void) =>
      middy()
        .use(cognitoGroups())
        .before(({ event }) => edit(event as unknown as Record<string, unknown>))
        .use(requireGroup(byOrg))
        .handler(async () => ({ statusCode: 200 }));
    const claimsOf = (event: Record<string, unknown>) =>
      (event as unknown as { requestContext: { authorizer: { claims: Record<string, unknown> } } })
        .requestContext.authorizer.claims;
    const edits: ((event: Record<string, unknown>) => void)[] = [
      (event) => void Object.assign(claimsOf(event), { org_id: 'o2' }),
      (event) =>
        void Object.assign((event as { auth: { claims: object } }).auth.claims, { org_id: 'o2' }),
      (event) => void Object.assign((event as { auth: object }).auth, { claims: { org_id: 'o2' } }),
    ];
    for (const edit of edits) {
      expect(
        (await invoke(chain(edit), restApiEvent(request('o2', { org_id: 'o1' })))).statusCode,
      ).toBe(403);
      expect(
        (await invoke(chain(edit), restApiEvent(request('o1', { org_id: 'o1' })))).statusCode,
      ).toBe(200);
    }
  });

  it('are in event.auth.claims as the source wrote them', async () => {
    const claims = { org_id: 'o1', 'custom:tenant_id': 't1', admin: true, level: 7 };
    const jwt = restApiEvent({ ...request('o1', claims), authorizer: 'jwt' });
    expect((await authOf(jwt)).claims).toMatchObject(claims);
    const rest = restApiEvent(request('o1', claims));
    expect((await authOf(rest)).claims).toMatchObject({ admin: 'true', level: '7' });
    expect((await authOf(restApiEvent())).claims).toEqual({});
  });
});

describe('a claim that users can write', () => {
  it.each([
    'custom:tenant_id',
    'custom:x',
    'email',
    'preferred_username',
    'phone_number',
    'nonce',
    'cognito:username',
  ])('is refused as %s, and accepted where it is marked', (claim) => {
    expect(() => owner('tenantId', { claim })).toThrow(TypeError);
    expect(() => owner('tenantId', { claim })).toThrow('dangerouslyUserWritable');
    expect(() => allOf({ owner: 'tenantId', claim })).toThrow(TypeError);
    const marked = owner('tenantId', { claim: { dangerouslyUserWritable: claim } });
    expect(marked).toEqual({ owner: 'tenantId', claim: { dangerouslyUserWritable: claim } });
  });
});

describe('owner is refused', () => {
  it.each<[unknown]>([
    [''],
    [' org'],
    ['scope'],
    [7],
    [null],
    [[]],
    [{}],
    [{ dangerouslyUserWritable: '' }],
    [{ dangerouslyUserWritable: 'org_id' }],
    [{ dangerouslyUserWritable: 'email', x: 1 }],
  ])('with the claim %j', (claim) => {
    expect(() => owner('tenantId', { claim: claim as string })).toThrow(TypeError);
    expect(() => allOf({ owner: 'tenantId', claim } as never)).toThrow(TypeError);
  });

  it('with an unknown option', () => {
    expect(() => owner('tenantId', { claims: 'org_id' } as never)).toThrow(/claims/u);
    expect(() => owner('tenantId', 'org_id' as never)).toThrow(TypeError);
    expect(() => allOf({ claim: 'org_id' } as never)).toThrow(TypeError);
    expect(() => allOf({ scope: 'a', claim: 'org_id' } as never)).toThrow(TypeError);
  });

  it('in a table for a route without that parameter', () => {
    expect(() => routePolicy({ 'GET /tenants/{id}': byOrg })).toThrow(/tenantId/u);
    expect(routePolicy({ 'GET /tenants/{tenantId}': byOrg }).before).toBeInstanceOf(Function);
  });
});

describe('the rule is data', () => {
  it('with the claim only where one was given', () => {
    expect(owner('id')).toEqual({ owner: 'id' });
    expect(owner('id', {})).toEqual({ owner: 'id' });
    expect(owner('id', { claim: undefined } as object)).toEqual({ owner: 'id' });
    expect(byOrg).toEqual({ owner: 'tenantId', claim: 'org_id' });
    expect(JSON.parse(JSON.stringify(byTenant))).toEqual({ owner: 'tenantId', claim: CUSTOM });
  });

  it('that cannot be changed afterwards', () => {
    const claim = { dangerouslyUserWritable: 'custom:a' };
    const rule = owner('id', { claim });
    claim.dangerouslyUserWritable = 'custom:b';
    const event = { pathParameters: { id: 'x' } };
    const claims = { 'custom:a': 'x', 'custom:b': 'y' };
    expect(evaluate(rule, { groups: [], claims }, event).allowed).toBe(true);
    expect(() =>
      Object.assign(rule.claim as object, { dangerouslyUserWritable: 'custom:b' }),
    ).toThrow(TypeError);
  });

  it('that evaluate() decides too', () => {
    const event = { pathParameters: { tenantId: 'o1' } };
    expect(evaluate(byOrg, { groups: [], claims: { org_id: 'o1' } }, event).allowed).toBe(true);
    expect(evaluate(byOrg, { groups: [], claims: {} }, event).allowed).toBe(false);
    expect(evaluate(byOrg, { groups: [], subject: 'o1' }, event).allowed).toBe(false);
    expect(evaluate(noneOf(byOrg), { groups: [] }, event).allowed).toBe(false);
    for (const claims of ['x', 7, null]) {
      expect(() => evaluate(byOrg, { groups: [], claims: claims as never }, event)).toThrow(
        TypeError,
      );
    }
  });
});
