import { describe, expect, it } from '@jest/globals';
import { handler as appSync } from '../examples/appsync.js';
import { handler as httpApi } from '../examples/http-api.js';
import { handler as restApi } from '../examples/rest-api.js';
import { invoke, thrownBy } from './support/chain.js';
import { fixture, set } from './support/fixtures.js';

const FORBIDDEN = { statusCode: 403, body: '{"message":"Forbidden"}' };
const UNAUTHORIZED = { statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: '{"message":"Unauthorized"}' };

describe('examples/rest-api.ts', () => {
  const claims = ['requestContext', 'authorizer', 'claims'];
  const withGroups = (value: unknown) => set(fixture('rest-api'), [...claims, 'cognito:groups'], value);

  it("lets 'team_manager' in", async () => {
    expect(await invoke(restApi, withGroups('team_manager'))).toMatchObject({
      statusCode: 200,
      body: '{"teamId":"7","groups":["team_manager"]}',
    });
  });

  it("answers 403 to 'Group1,Group2', and to nobody's group at all", async () => {
    expect(await invoke(restApi, withGroups('Group1,Group2'))).toMatchObject(FORBIDDEN);
    expect(await invoke(restApi, withGroups(undefined))).toMatchObject(FORBIDDEN);
  });

  it("lets whoever is in two groups in: 'Group1,team_manager'", async () => {
    expect(await invoke(restApi, withGroups('Group1,team_manager'))).toMatchObject({ statusCode: 200 });
  });

  it('answers 401 without an authorizer', async () => {
    expect(await invoke(restApi, set(fixture('rest-api'), ['requestContext', 'authorizer'], undefined))).toMatchObject(
      UNAUTHORIZED,
    );
  });
});

describe('examples/http-api.ts', () => {
  const withGroups = (value: unknown) =>
    set(fixture('http-api'), ['requestContext', 'authorizer', 'jwt', 'claims', 'cognito:groups'], value);

  it("lets '[default team_manager]' in", async () => {
    expect(await invoke(httpApi, fixture('http-api'))).toMatchObject({
      statusCode: 200,
      body: '{"teamId":"7","groups":["default","team_manager"]}',
    });
  });

  it("answers 403 to '[default]', and to nobody's group at all", async () => {
    expect(await invoke(httpApi, withGroups('[default]'))).toMatchObject(FORBIDDEN);
    expect(await invoke(httpApi, withGroups(undefined))).toMatchObject(FORBIDDEN);
  });

  it('answers 401 without an authorizer, and to the event of a REST API', async () => {
    expect(await invoke(httpApi, set(fixture('http-api'), ['requestContext', 'authorizer'], undefined))).toMatchObject(
      UNAUTHORIZED,
    );
    expect(await invoke(httpApi, fixture('rest-api'))).toMatchObject(UNAUTHORIZED);
  });
});

describe('examples/appsync.ts', () => {
  it('resolves for a team manager', async () => {
    expect(await invoke(appSync, fixture('appsync'))).toEqual({ teamId: '7', name: 'Lovelace', renamedBy: 'ada' });
  });

  it('throws Forbidden for others and Unauthorized for an API key', async () => {
    const member = set(
      set(fixture('appsync'), ['identity', 'groups'], null),
      ['identity', 'claims', 'cognito:groups'],
      undefined,
    );
    expect(await thrownBy(appSync, member)).toMatchObject({ name: 'ForbiddenError', message: 'Forbidden' });
    expect(await thrownBy(appSync, set(fixture('appsync'), ['identity'], null))).toMatchObject({
      name: 'UnauthorizedError',
    });
  });
});
