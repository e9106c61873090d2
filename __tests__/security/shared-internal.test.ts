import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, requireGroup } from 'middy-cognito-groups';
import { httpJwt, restApi } from 'middy-cognito-groups/sources';
import { invoke, type ThrownError } from '../support/chain.js';

/** With the option `internal`, Middy 5 and 6 hand one object to every request. */

const ADMIN = {
  sub: 'admin-1',
  iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1',
  'cognito:groups': ['admin'],
};

interface Sent {
  readonly requestContext: object;
  auth?: { readonly groups: readonly string[]; readonly subject?: string };
}

const sent = (): Sent => ({ requestContext: {} });

const { before } = cognitoGroups({ source: httpJwt() });

async function read(event: unknown, internal: object): Promise<unknown> {
  const request = { event, context: {}, response: undefined, error: null, internal };
  try {
    return await before?.(request as never);
  } catch (error) {
    return error as ThrownError;
  }
}

const REFUSED = { statusCode: 500, code: 'ERR_AUTH_MISSING', expose: false };

describe('an internal object that another event was read with', () => {
  it('is refused, so that a request without a token is not the caller before it', async () => {
    const internal = { jwt: ADMIN };
    const first = sent();
    expect(await read(first, internal)).toBeUndefined();
    expect(first.auth?.groups).toEqual(['admin']);
    const second = sent();
    expect(await read(second, internal)).toMatchObject(REFUSED);
    expect(second.auth).toBeUndefined();
  });

  it('is refused without a payload too, and stays refused', async () => {
    const internal: { jwt?: object } = {};
    const first = sent();
    expect(await read(first, internal)).toBeUndefined();
    expect(first.auth).toMatchObject({ groups: [], subject: undefined });
    internal.jwt = ADMIN;
    for (const event of [sent(), sent(), sent()]) {
      expect(await read(event, internal)).toMatchObject(REFUSED);
      expect(event.auth).toBeUndefined();
    }
  });

  it('says what to do', async () => {
    const internal = {};
    await read(sent(), internal);
    expect(await read(sent(), internal)).toMatchObject({
      message: expect.stringMatching(/httpJwt.*internal/u),
      cause: { package: 'middy-cognito-groups' },
    });
  });

  it('is refused to another reader as well', async () => {
    const internal = { jwt: ADMIN };
    await read(sent(), internal);
    const other = cognitoGroups({ source: [restApi, httpJwt({ payloadKey: 'jwt' })] });
    const event = sent();
    const request = { event, context: {}, response: undefined, error: null, internal };
    await expect(Promise.resolve(other.before?.(request as never))).rejects.toMatchObject(REFUSED);
    expect(event.auth).toBeUndefined();
  });

  it('holds no event: it may be read again with its own', async () => {
    const internal = { jwt: ADMIN };
    const event = sent();
    for (const _ of ['first', 'second']) {
      expect(await read(event, internal)).toBeUndefined();
      expect(event.auth?.subject).toBe('admin-1');
    }
  });
});

describe('an internal object of its own', () => {
  it('is what every request has without that option', async () => {
    const handler = middy()
      .before(({ event, internal }) => {
        Object.assign(internal, { jwt: (event as { jwt?: unknown }).jwt });
      })
      .use(cognitoGroups({ source: httpJwt() }))
      .use(requireGroup('admin'))
      .handler(async () => ({ statusCode: 200 }));
    const statuses: number[] = [];
    for (const jwt of [ADMIN, undefined, ADMIN, { ...ADMIN, 'cognito:groups': [] }]) {
      statuses.push((await invoke(handler, { ...sent(), jwt })).statusCode);
    }
    expect(statuses).toEqual([200, 401, 200, 403]);
  });
});
