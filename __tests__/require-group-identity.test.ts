import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { cognitoGroups, defineGroups, requireGroup, type WithAuth } from 'middy-cognito-groups';
import { httpApi } from 'middy-cognito-groups/sources';
import { invoke, thrownBy } from './support/chain.js';
import { restCaller } from './support/events.js';

describe('a guard trusts only what cognitoGroups() made', () => {
  /** A chain in which another middleware changes the request between the two. */
  function meddled(meddle: (request: { event: unknown }) => void) {
    return middy()
      .use(cognitoGroups())
      .before((request) => {
        meddle(request);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
  }

  type Meddled = WithAuth<Record<string, unknown>>;

  it.each<[string, (event: Meddled) => void]>([
    ['adding to the array', ({ auth }) => auth.groups.push('admin')],
    ['replacing the array', ({ auth }) => Object.assign(auth, { groups: ['admin'] })],
    [
      'replacing auth',
      (event) => Object.assign(event, { auth: { groups: ['admin'], source: 'rest-api' } }),
    ],
    [
      'replacing auth by a copy',
      (event) => Object.assign(event, { auth: { ...event.auth, groups: ['admin'] } }),
    ],
    ['editing the claims', (event) => Object.assign(event, restCaller('admin'))],
  ])('%s grants no access', async (_, edit) => {
    expect(
      await invoke(
        meddled(({ event }) => edit(event as Meddled)),
        restCaller('member'),
      ),
    ).toMatchObject({ statusCode: 403 });
  });

  it.each<[string, (event: Meddled) => void]>([
    ['emptying the array', ({ auth }) => auth.groups.splice(0)],
    ['replacing auth', (event) => Object.assign(event, { auth: { groups: [] } })],
    ['deleting auth', (event) => Reflect.deleteProperty(event, 'auth')],
  ])('%s denies no access', async (_, edit) => {
    expect(
      await invoke(
        meddled(({ event }) => edit(event as Meddled)),
        restCaller('admin'),
      ),
    ).toBe('in');
  });

  it("another caller's genuine auth on the event changes nothing", async () => {
    let genuine: unknown;
    const steal = middy()
      .use(cognitoGroups())
      .handler(async ({ auth }) => {
        genuine = auth;
      });
    await invoke(steal, restCaller('admin'));
    const handler = meddled(({ event }) => Object.assign(event as object, { auth: genuine }));
    expect(await invoke(handler, restCaller('member'))).toMatchObject({ statusCode: 403 });
  });

  it('a rejected claim leaves nothing of an earlier reading on the event', async () => {
    const event = restCaller('admin') as {
      requestContext: { authorizer: { claims: Record<string, string> } };
      auth?: unknown;
    };
    const inner = middy().use(cognitoGroups());
    await inner(event as never, {} as never);
    expect(event.auth).toBeDefined();
    event.requestContext.authorizer.claims['cognito:groups'] = 'admin,,';
    const swallowing = middy()
      .before(async (request) => {
        await inner(request.event as never, {} as never).catch(() => undefined);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    expect(await thrownBy(swallowing, event)).toMatchObject({ code: 'ERR_AUTH_MISSING' });
    expect(event.auth).toBeUndefined();
  });

  it.each<[string, (event: object) => object]>([
    ['a copy', (event) => ({ ...event })],
    ['a frozen copy', (event) => Object.freeze({ ...event })],
  ])('nor on %s of the event that was read', async (_, copy) => {
    const { cognitoGroups: closed } = defineGroups(['admin'], { closed: true });
    const strict = middy().use(closed());
    const swallowing = middy()
      .use(cognitoGroups())
      .before(async (request) => {
        request.event = copy(request.event) as never;
        await strict(request.event as never, {} as never).catch(() => undefined);
      })
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    expect(await thrownBy(swallowing, restCaller('x', 'admin'))).toMatchObject({
      code: 'ERR_AUTH_MISSING',
    });
  });

  it('of two readers on one event the later one counts', async () => {
    const twice = middy()
      .use(cognitoGroups())
      .use(cognitoGroups({ source: httpApi }))
      .use(requireGroup('admin'));
    expect(await invoke(twice, restCaller('admin'))).toMatchObject({ statusCode: 401 });
  });

  it.each<[string, (event: Meddled) => object]>([
    ['the event', (event) => ({ ...event })],
    ['the event with a forged auth', (event) => ({ ...event, auth: { groups: ['admin'] } })],
    ['the event without auth', ({ auth: _, ...event }) => event],
  ])('a shallow copy of %s keeps its caller', async (_, copy) => {
    const copying = meddled((request) => {
      request.event = copy(request.event as Meddled);
    });
    expect(await invoke(copying, restCaller('admin'))).toBe('in');
    expect(await invoke(copying, restCaller('member'))).toMatchObject({ statusCode: 403 });
  });

  it.each<[string, (event: Meddled) => unknown]>([
    ['a JSON round trip of the event', (event) => JSON.parse(JSON.stringify(event))],
    ['a deep copy of the event', (event) => structuredClone(event)],
    ['an object that inherits from the event', (event) => Object.create(event)],
    ['an event of auth alone', ({ auth }) => ({ auth })],
    [
      'an identity look-alike from JSON',
      (event) =>
        JSON.parse(
          JSON.stringify({
            ...event,
            'Symbol(middy-cognito-groups)': { identity: event.auth, principal: event.auth },
          }),
        ),
    ],
    ['null', () => null],
  ])('%s has no caller and is a 500', async (_, copy) => {
    const handler = meddled((request) => {
      request.event = copy(request.event as Meddled);
    });
    expect(await thrownBy(handler, restCaller('admin'))).toMatchObject({
      statusCode: 500,
      code: 'ERR_AUTH_MISSING',
    });
  });

  it('without cognitoGroups() it is a 500 whose message says what to attach', async () => {
    const handler = middy()
      .use(requireGroup('admin'))
      .handler(async () => 'in');
    const error = await thrownBy(handler, { ...restCaller('admin'), auth: { groups: ['admin'] } });
    expect(error).toMatchObject({ statusCode: 500, expose: false, code: 'ERR_AUTH_MISSING' });
    expect(error.message).toBe('requireGroup(): attach cognitoGroups() before it');
  });

  it('the wrong order is a 500, and an error handler shows the client no detail', async () => {
    const handler = middy()
      .use(httpErrorHandler({ logger: false }))
      .use(requireGroup('admin'))
      .use(cognitoGroups())
      .handler(async () => 'in');
    const answer = await invoke(handler, restCaller('admin'));
    expect(answer.statusCode).toBe(500);
    expect(JSON.stringify(answer)).not.toContain('cognitoGroups');
  });
});
