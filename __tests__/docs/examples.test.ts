import { describe, expect, it, jest } from '@jest/globals';
import { handler as appSync } from '../../examples/appsync.js';
import { handler as decisionLog } from '../../examples/decision-log.js';
import * as functions from '../../examples/function-per-route.js';
import { handler as httpApi } from '../../examples/http-api.js';
import { handler as restApi } from '../../examples/rest-api.js';
import { handler as singleFunction } from '../../examples/single-function-api.js';
import { invoke, thrownBy } from '../support/chain.js';
import { fixture, set } from '../support/fixtures.js';

const FORBIDDEN = { statusCode: 403, body: '{"message":"Forbidden"}' };
const UNAUTHORIZED = {
  statusCode: 401,
  headers: { 'WWW-Authenticate': 'Bearer' },
  body: '{"message":"Unauthorized"}',
};

describe('examples/rest-api.ts', () => {
  const claims = ['requestContext', 'authorizer', 'claims'];
  const withGroups = (value: unknown) =>
    set(fixture('rest-api'), [...claims, 'cognito:groups'], value);

  it("allows 'team_manager'", async () => {
    expect(await invoke(restApi, withGroups('team_manager'))).toMatchObject({
      statusCode: 200,
      body: '{"teamId":"7","groups":["team_manager"]}',
    });
  });

  it("answers 403 to 'Group1,Group2', and to a caller without the claim", async () => {
    expect(await invoke(restApi, withGroups('Group1,Group2'))).toMatchObject(FORBIDDEN);
    expect(await invoke(restApi, withGroups(undefined))).toMatchObject(FORBIDDEN);
  });

  it("allows a caller in two groups: 'Group1,team_manager'", async () => {
    expect(await invoke(restApi, withGroups('Group1,team_manager'))).toMatchObject({
      statusCode: 200,
    });
  });

  it('answers 401 without an authorizer', async () => {
    expect(
      await invoke(restApi, set(fixture('rest-api'), ['requestContext', 'authorizer'], undefined)),
    ).toMatchObject(UNAUTHORIZED);
  });
});

describe('examples/http-api.ts', () => {
  const withGroups = (value: unknown) =>
    set(
      fixture('http-api'),
      ['requestContext', 'authorizer', 'jwt', 'claims', 'cognito:groups'],
      value,
    );

  it("allows '[default team_manager]'", async () => {
    expect(await invoke(httpApi, fixture('http-api'))).toMatchObject({
      statusCode: 200,
      body: '{"teamId":"7","groups":["default","team_manager"]}',
    });
  });

  it("answers 403 to '[default]', and to a caller without the claim", async () => {
    expect(await invoke(httpApi, withGroups('[default]'))).toMatchObject(FORBIDDEN);
    expect(await invoke(httpApi, withGroups(undefined))).toMatchObject(FORBIDDEN);
  });

  it('answers 401 without an authorizer, and to the event of a REST API', async () => {
    expect(
      await invoke(httpApi, set(fixture('http-api'), ['requestContext', 'authorizer'], undefined)),
    ).toMatchObject(UNAUTHORIZED);
    expect(await invoke(httpApi, fixture('rest-api'))).toMatchObject(UNAUTHORIZED);
  });
});

describe('examples/appsync.ts', () => {
  it('resolves for a team manager', async () => {
    expect(await invoke(appSync, fixture('appsync'))).toEqual({
      teamId: '7',
      name: 'Lovelace',
      renamedBy: 'ada',
    });
  });

  it('throws Forbidden for others and Unauthorized for an API key', async () => {
    const member = set(
      set(fixture('appsync'), ['identity', 'groups'], null),
      ['identity', 'claims', 'cognito:groups'],
      undefined,
    );
    expect(await thrownBy(appSync, member)).toMatchObject({
      name: 'ForbiddenError',
      message: 'Forbidden',
    });
    expect(await thrownBy(appSync, set(fixture('appsync'), ['identity'], null))).toMatchObject({
      name: 'UnauthorizedError',
    });
  });
});

describe('examples/single-function-api.ts', () => {
  const at = (groups: string | undefined, httpMethod: string, path: string) => {
    const event = {
      ...fixture('rest-api'),
      resource: '/{proxy+}',
      httpMethod,
      path,
      pathParameters: { proxy: path.slice(1) },
    };
    return set(event, ['requestContext', 'authorizer', 'claims', 'cognito:groups'], groups);
  };
  const statusOf = async (event: object) => (await invoke(singleFunction, event)).statusCode;

  it.each([
    ['member', 'GET', '/health', 200],
    [undefined, 'GET', '/me', 200],
    ['support', 'GET', '/users/9', 200],
    ['member', 'GET', '/users/9', 403],
    ['member', 'GET', '/users/3f1a7c52-0000-4000-8000-000000000001', 200],
    ['team-7-manager', 'PUT', '/teams/7', 200],
    ['team-7-manager', 'PUT', '/teams/8', 403],
    ['admin', 'PUT', '/teams/8', 200],
    ['admin', 'DELETE', '/teams/8', 404],
  ])('a caller in %s: %s %s is %d', async (groups, method, path, status) => {
    expect(await statusOf(at(groups, method, path))).toBe(status);
  });

  it('answers 401 with CORS headers without an identity, and 204 to a preflight', async () => {
    const anonymous = (method: string, path: string) =>
      set(at(undefined, method, path), ['requestContext', 'authorizer'], undefined);
    expect(await invoke(singleFunction, anonymous('GET', '/me'))).toMatchObject({
      statusCode: 401,
      headers: { 'Access-Control-Allow-Origin': 'https://app.example' },
    });
    expect(await statusOf(anonymous('OPTIONS', '/me'))).toBe(204);
    expect(await statusOf(anonymous('GET', '/health'))).toBe(200);
  });
});

describe('examples/function-per-route.ts', () => {
  const at = (routeKey: string, groups: string) => {
    const [method] = routeKey.split(' ');
    const event = { ...fixture('http-api'), routeKey };
    set(event, ['requestContext', 'http', 'method'], method);
    return set(event, ['requestContext', 'authorizer', 'jwt', 'claims', 'cognito:groups'], groups);
  };

  it('decides every function by one table and one hierarchy', async () => {
    const { deleteTeam, listTeams, me, renameTeam } = functions;
    expect(await invoke(listTeams, at('GET /teams', '[admin]'))).toMatchObject({ statusCode: 200 });
    expect(await invoke(renameTeam, at('PUT /teams/{teamId}', '[team_manager]'))).toEqual({
      statusCode: 200,
      body: 'renamed 7',
    });
    expect(await invoke(renameTeam, at('PUT /teams/{teamId}', '[member]'))).toMatchObject(
      FORBIDDEN,
    );
    expect(await invoke(deleteTeam, at('DELETE /teams/{teamId}', '[admin]'))).toMatchObject({
      statusCode: 200,
    });
    expect(await invoke(deleteTeam, at('DELETE /teams/{teamId}', '[team_manager]'))).toMatchObject(
      FORBIDDEN,
    );
    expect(await invoke(me, at('GET /me', '[member]'))).toMatchObject({
      body: '{"groups":["member"],"mayDelete":false}',
    });
  });

  it('denies every caller a route that is not in the table', async () => {
    expect(await invoke(functions.forgotten, at('GET /forgotten', '[admin]'))).toMatchObject(
      FORBIDDEN,
    );
  });
});

describe('examples/decision-log.ts', () => {
  it('writes a line for each decision, with the request id and no claim but the groups', async () => {
    const lines: string[] = [];
    // The logger has its own console on these two streams.
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0),
    );
    const claims = ['requestContext', 'authorizer', 'claims'];
    const member = set(fixture('rest-api'), [...claims, 'cognito:groups'], 'member');
    set(member, [...claims, 'email'], 'secret@example.com');
    try {
      for (const [id, event] of Object.entries({ allowed: fixture('rest-api'), denied: member })) {
        await decisionLog(event as never, { awsRequestId: id } as never);
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 'INFO',
        message: 'access decision',
        status: 200,
        rule: 'team_manager',
        failed: [],
        route: 'PUT /teams/{teamId}',
        source: 'rest-api',
        awsRequestId: 'allowed',
      },
      {
        level: 'WARN',
        message: 'access decision',
        status: 403,
        failed: ['team_manager'],
        subject: expect.any(String),
        groups: ['member'],
        awsRequestId: 'denied',
      },
    ]);
    expect(lines.join()).not.toContain('secret');
  });
});
