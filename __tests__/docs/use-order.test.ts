import { describe, expect, it, jest } from '@jest/globals';
import middy, { type MiddlewareObj } from '@middy/core';
import httpCors from '@middy/http-cors';
import httpErrorHandler from '@middy/http-error-handler';
import httpRouter from '@middy/http-router';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { type Answer, invoke } from '../support/chain.js';
import { generatedBlock, markdownTable } from '../support/documents.js';
import { restCaller } from '../support/events.js';

const ORIGIN = 'https://app.example';

const PARTS = {
  httpCors: () => httpCors({ origin: ORIGIN }),
  httpErrorHandler: () => httpErrorHandler({ logger: false }),
  cognitoGroups: () => cognitoGroups(),
  requireGroup: () => requireGroup('team_manager'),
} as const;

type Part = keyof typeof PARTS;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const ok = async () => ({ statusCode: 200 });

type Parts = Readonly<Record<Part, () => unknown>>;

function chainOf(order: readonly Part[], handler: unknown, parts: Parts = PARTS): unknown {
  const chain = order.reduce((built, part) => built.use(parts[part]() as MiddlewareObj), middy());
  return chain.handler(handler as never);
}

/** The guard is inside a route of a router, the others are around the router. */
function routed(order: readonly Part[]): unknown {
  const route = middy().use(PARTS.requireGroup()).handler(ok);
  return chainOf(order, httpRouter([{ method: 'GET', path: '/teams', handler: route as never }]));
}

function denied(handler: unknown): Promise<Answer> {
  return invoke(handler, { ...restCaller('member'), path: '/teams', headers: { Origin: ORIGIN } });
}

async function row(order: readonly Part[], handler: unknown): Promise<string[]> {
  const answer = await denied(handler);
  const status = answer === undefined ? '500, thrown' : String(answer.statusCode);
  return [
    ...order.map((part) => `\`${part}\``),
    status,
    answer?.body === undefined ? 'none' : `\`${answer.body}\``,
    answer?.headers?.['Access-Control-Allow-Origin'] ? 'yes' : 'no',
  ];
}

describe('docs/use-order.md', () => {
  const flat = permutations(Object.keys(PARTS) as Part[]);
  const around = permutations(['httpCors', 'httpErrorHandler', 'cognitoGroups'] as Part[]);

  it('shows the answer of every order of the four to a caller outside the group', async () => {
    const rows = await Promise.all(flat.map((order) => row(order, chainOf(order, ok))));
    const table = markdownTable(
      ['first', 'second', 'third', 'fourth', 'status', 'body', 'CORS headers'],
      rows,
    );
    expect(generatedBlock('docs/use-order.md', 'flat', table)).toBe(table);
  });

  it('shows the same with the guard in a route', async () => {
    const rows = await Promise.all(around.map((order) => row(order, routed(order))));
    const table = markdownTable(
      ['first', 'second', 'third', 'status', 'body', 'CORS headers'],
      rows,
    );
    expect(generatedBlock('docs/use-order.md', 'routed', table)).toBe(table);
  });

  const wired = flat.filter(
    (order) => order.indexOf('cognitoGroups') < order.indexOf('requireGroup'),
  );

  it.each(wired)(
    '%s, %s, %s, %s answers with the body that respond asks for, and the handler logs a denial ' +
      'only after the guard',
    async (...order) => {
      const logger = jest.fn();
      const parts = {
        ...PARTS,
        httpErrorHandler: () => httpErrorHandler({ logger }),
        cognitoGroups: () => cognitoGroups({ respond: 'problem' }),
      };
      const answer = await denied(chainOf(order, ok, parts));
      expect(answer).toMatchObject({
        statusCode: 403,
        headers: { 'Content-Type': 'application/problem+json' },
        body: '{"type":"about:blank","title":"Forbidden","status":403}',
      });
      const isAfter = order.indexOf('httpErrorHandler') > order.indexOf('requireGroup');
      expect(logger).toHaveBeenCalledTimes(isAfter ? 1 : 0);
    },
  );

  it.each(wired)(
    '%s, %s, %s, %s is 403, with CORS headers whenever httpCors is before the guard',
    async (...order) => {
      const answer = await denied(chainOf(order, ok));
      expect(answer.statusCode).toBe(403);
      const corsFirst = order.indexOf('httpCors') < order.indexOf('requireGroup');
      if (corsFirst) expect(answer.headers['Access-Control-Allow-Origin']).toBe(ORIGIN);
    },
  );

  it.each(flat.filter((order) => order.indexOf('cognitoGroups') > order.indexOf('requireGroup')))(
    '%s, %s, %s, %s, a guard before cognitoGroups(), is a 500 for every caller',
    async (...order) => {
      const event = { ...restCaller('team_manager'), path: '/teams' };
      expect(await invoke(chainOf(order, ok), event)).toMatchObject({ statusCode: 500 });
    },
  );

  it.each(around)('%s, %s, %s around a router is 403 with CORS headers', async (...order) => {
    expect(await denied(routed(order))).toMatchObject({
      statusCode: 403,
      headers: { 'Access-Control-Allow-Origin': ORIGIN },
      body: '{"message":"Forbidden"}',
    });
  });
});
