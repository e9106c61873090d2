import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import middy from '@middy/core';
import { cognitoGroups, type IdentitySource } from 'middy-cognito-groups';
import { albToken, httpJwt, restApi, verifiedToken } from 'middy-cognito-groups/sources';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  restApiEvent,
  testVerifier,
} from 'middy-cognito-groups/testing';
import { authOf, invoke } from '../support/chain.js';
import { outcomeOf } from '../support/decided.js';

/** Whoever signs tokens for another issuer may write any groups into them. */

const verifier = testVerifier;
const PARTNER = 'https://partner.example/oidc';
const POOL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_testpool1';

const INVALID = {
  status: 401,
  challenge: 'Bearer error="invalid_token"',
  reason: expect.stringMatching(/^the token was rejected: its issuer \(iss\) is not accepted; /u),
};

/** A source, or the detected ones, with an event of an `admin` whose token has this `iss`. */
type Case = readonly [IdentitySource | undefined, (iss: unknown) => object];

const admin = (iss: unknown) => ({ groups: ['admin'], claims: { iss } });

const DETECTED: Readonly<Record<string, Case>> = {
  'a Cognito authorizer of a REST API': [undefined, (iss) => restApiEvent(admin(iss))],
  'a JWT authorizer of a REST API': [
    undefined,
    (iss) => restApiEvent({ ...admin(iss), authorizer: 'jwt' }),
  ],
  'an HTTP API': [undefined, (iss) => httpApiEvent(admin(iss))],
  'an HTTP API with payload 1.0': [
    undefined,
    (iss) => httpApiEvent({ ...admin(iss), payload: '1.0' }),
  ],
  'a user pool of AppSync': [
    undefined,
    (iss) => ({ ...appSyncEvent({ groups: ['admin'] }), identity: poolIdentity(iss) }),
  ],
  'OpenID Connect of AppSync': [
    undefined,
    (iss) => ({ ...appSyncEvent(), identity: oidcIdentity(iss, 'claims') }),
  ],
};

const TOKENS: Readonly<Record<string, Case>> = {
  verifiedToken: [verifiedToken({ verifier }), (iss) => functionUrlEvent(admin(iss))],
  albToken: [albToken({ verifier, albVerifier: verifier }), (iss) => albEvent(admin(iss))],
};

const oidcClaims = { sub: 'u', 'cognito:groups': ['admin'] };

function poolIdentity(iss: unknown): object {
  return { sub: 'u', groups: ['admin'], claims: { ...oidcClaims, iss } };
}

/** AppSync names the issuer beside the claims, and the claims hold it too. */
function oidcIdentity(iss: unknown, place: 'claims' | 'identity'): object {
  return place === 'claims'
    ? { sub: 'u', issuer: POOL, claims: { ...oidcClaims, iss } }
    : { sub: 'u', issuer: iss, claims: oidcClaims };
}

const CASES = { ...DETECTED, ...TOKENS };

const CHAIN = (source: IdentitySource | undefined) => (source === undefined ? {} : { source });

describe.each(Object.entries(CASES))('at %s', (_, [source, build]) => {
  it('a Cognito issuer is believed', async () => {
    expect((await outcomeOf('admin', build(POOL), CHAIN(source))).status).toBe(200);
  });

  it.each([PARTNER, 'https://accounts.google.com', 'partner', 'null'])(
    'the issuer %s is a 401',
    async (issuer) => {
      const outcome = await outcomeOf('admin', build(issuer), CHAIN(source));
      expect(outcome).toEqual(INVALID);
      if (issuer !== 'null') expect(outcome.reason).not.toContain(issuer);
    },
  );

  it('a foreign token leaves nothing in event.auth', async () => {
    const auth = await authOf(build(PARTNER), CHAIN(source));
    expect({ ...auth }).toMatchObject({ groups: [], subject: undefined, source: undefined });
    expect(JSON.stringify(auth)).not.toMatch(/admin|partner/u);
  });
});

describe('an issuer of another type', () => {
  it.each([7, true, null, {}, [POOL], { toString: () => POOL }])(
    'such as %j is a 401',
    async (iss) => {
      for (const event of [
        restApiEvent({ ...admin(iss), authorizer: 'jwt' }),
        { ...appSyncEvent(), identity: oidcIdentity(iss, 'claims') },
      ]) {
        expect(await outcomeOf('admin', event)).toEqual(INVALID);
      }
    },
  );
});

describe('AppSync', () => {
  it('with an identity.issuer and no claims.iss is judged by identity.issuer', async () => {
    const event = (iss: string) => ({ ...appSyncEvent(), identity: oidcIdentity(iss, 'identity') });
    expect(await outcomeOf('admin', event(PARTNER))).toEqual(INVALID);
    expect((await outcomeOf('admin', event(POOL))).status).toBe(200);
  });

  it('with an empty claims.iss is judged by identity.issuer', async () => {
    const event = (issuer: string) => ({
      ...appSyncEvent(),
      identity: { ...oidcIdentity('', 'claims'), issuer },
    });
    expect(await outcomeOf('admin', event(PARTNER))).toEqual(INVALID);
    expect((await outcomeOf('admin', event(POOL))).status).toBe(200);
  });

  it('with two empty ones counts as written by hand, as without any', async () => {
    const event = {
      ...appSyncEvent(),
      identity: { ...oidcIdentity('', 'claims'), issuer: '' },
    };
    expect((await outcomeOf('admin', event)).status).toBe(200);
  });

  it('with both is judged by claims.iss', async () => {
    const event = { ...appSyncEvent(), identity: oidcIdentity(PARTNER, 'claims') };
    expect(await outcomeOf('admin', event)).toEqual(INVALID);
  });

  it('is denied for a whole batch of a partner', async () => {
    const event = { ...appSyncEvent(), identity: oidcIdentity(PARTNER, 'claims') };
    expect(await outcomeOf('admin', [event, structuredClone(event)])).toEqual(INVALID);
  });
});

describe('httpJwt', () => {
  const guarded = (iss: unknown) =>
    middy()
      .before(({ internal }) => {
        Object.assign(internal, { jwt: { ...oidcClaims, iss } });
      })
      .use(cognitoGroups({ source: httpJwt() }))
      .handler(async ({ auth }) => auth.groups);

  it.each([PARTNER, undefined, '', null])('does not believe the issuer %j', async (iss) => {
    expect(await invoke(guarded(iss), {})).toEqual([]);
  });

  it('believes a Cognito issuer', async () => {
    expect(await invoke(guarded(POOL), {})).toEqual(['admin']);
  });
});

describe('a token without an issuer', () => {
  it.each(Object.entries(DETECTED))(
    'is a hand-written event at %s, so it is believed',
    async (_, [, build]) => {
      for (const iss of [undefined, '']) {
        expect((await outcomeOf('admin', build(iss))).status).toBe(200);
      }
    },
  );

  it.each(Object.entries(TOKENS))('is a 401 at %s', async (_, [source, build]) => {
    for (const iss of [undefined, '']) {
      expect(await outcomeOf('admin', build(iss), CHAIN(source))).toEqual(INVALID);
    }
  });
});

describe('no other source is asked about a foreign token', () => {
  it('of a REST API, though a verified token of the pool is in the header', async () => {
    const { headers } = functionUrlEvent({ groups: ['admin'] });
    const event = { ...restApiEvent(admin(PARTNER)), headers };
    const source = [restApi, verifiedToken({ verifier })];
    expect(await outcomeOf('admin', event, { source })).toEqual(INVALID);
  });
});

const event = (iss: unknown) => restApiEvent({ ...admin(iss), authorizer: 'jwt' });

describe('a look-alike is not Cognito', () => {
  const HOST = 'cognito-idp.eu-west-1.amazonaws.com';

  it.each([
    `https://${HOST}.evil.example/eu-west-1_a`,
    `HTTPS://${HOST.toUpperCase()}.EVIL.EXAMPLE/eu-west-1_a`,
    `https://${HOST}@evil.example/eu-west-1_a`,
    `https://${HOST}:x@evil.example/`,
    `https://${HOST}%2fevil.example/`,
    `https://${HOST}/eu-west-1_a\n`,
    `https://${HOST}%00.evil.example/`,
    `https://${HOST}\t.evil.example/`,
    `https://${HOST}\n@evil.example/`,
    `https://evil.example\\@${HOST}/`,
    `https://${HOST}\\@evil.example/`,
    `https://${HOST}\\.evil.example/`,
    `https:\\\\${HOST}/eu-west-1_a`,
    'https://cognito-idp.eu-west-1.%61mazonaws.com/eu-west-1_a',
    `https://${HOST}:443\\@evil.example/`,
    `https:/${HOST}/eu-west-1_a`,
    `https:${HOST}/eu-west-1_a`,
    ` https://${HOST}/eu-west-1_a`,
    `https://cognito-idp.eu-\twest-1.amazonaws.com/eu-west-1_a`,
    'https://cognito-idp.eu-west-1\u3002amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.\uff41mazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.ama\u00adzonaws.com/eu-west-1_a',
    `https://evil.example#@${HOST}/`,
    `https://evil.example?@${HOST}/`,
    `https://evil.example/https://${HOST}/eu-west-1_a`,
    `https://evil.example/@${HOST}/`,
    `https://user@${HOST}/eu-west-1_a`,
    `https://user:password@${HOST}/eu-west-1_a`,
    `https://:password@${HOST}/eu-west-1_a`,
    `http://${HOST}/eu-west-1_a`,
    `ftp://${HOST}/eu-west-1_a`,
    `wss://${HOST}/eu-west-1_a`,
    `//${HOST}/eu-west-1_a`,
    `${HOST}/eu-west-1_a`,
    `https://${HOST}:8443/eu-west-1_a`,
    `https://${HOST}:80/eu-west-1_a`,
    `https://${HOST}./eu-west-1_a`,
    `https://${HOST}../eu-west-1_a`,
    'https://evil-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://evil.cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://xissuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://issuer-issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.evil.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.compute-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu--1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.elb.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.s3.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.s3.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.s3-eu-west-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.s3.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.amazonaws.com/eu-west-1_a',
    'https://cognito-idp..amazonaws.com/eu-west-1_a',
    'https://cognito-idpXeu-west-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.amazonawsXcom/eu-west-1_a',
    'https://cognito-idp.eu-west-1.evilamazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.amazonaws.com.cn.evil.example/eu-west-1_a',
    'https://cognito-idp.eu-west-1.amazonaws.eu.evil.example/eu-west-1_a',
    'https://cognito-idp.eu-west-1.amazonaws.example/eu-west-1_a',
    'https://cognito-identity.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://sts.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://cognito-idp.eu-west-1.аmazonaws.com/eu-west-1_a',
    'data:text/plain,https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
    'https://',
    ' ',
  ])('%j', async (issuer) => {
    expect(await outcomeOf('admin', event(issuer))).toEqual(INVALID);
  });
});

describe('a look-alike is not this machine', () => {
  it.each([
    'http://localhost.evil.example/pool',
    'http://evil.localhost.example/pool',
    'http://localhost@evil.example/pool',
    'http://evil.example/localhost',
    'http://evil.example/http://localhost/pool',
    'http://evil.example?http://localhost/pool',
    'http://evil.example#localhost',
    'http://evil.example\\@localhost/',
    'http://localhost\\@evil.example/',
    'http://localhost:80\\@evil.example/',
    'http://2130706433/pool',
    'http://127.1/pool',
    'http://0x7f.0.0.1/pool',
    'http://user@localhost:9229/pool',
    'http://user:password@127.0.0.1/pool',
    'http://127.0.0.1.evil.example/pool',
    'http://127.0.0.1@evil.example/pool',
    'http://128.0.0.1/pool',
    'http://10.0.0.1:9229/pool',
    'http://169.254.169.254/pool',
    'http://[::2]:9229/pool',
    'http://[::1@evil.example/pool',
    'http://[::1].evil.example/pool',
    'http://[fe80::1]/pool',
    'ftp://localhost/pool',
    'file://localhost/pool',
    'file:///pool',
    'localhost:9229/pool',
    'localhost',
  ])('%j', async (issuer) => {
    expect(await outcomeOf('admin', event(issuer))).toEqual(INVALID);
  });
});

describe('an issuer is believed', () => {
  it.each([
    ...['cognito-idp', 'issuer-cognito-idp'].flatMap((service) =>
      [
        'eu-west-1.amazonaws.com',
        'ap-southeast-2.amazonaws.com',
        'us-gov-west-1.amazonaws.com',
        'eu-west-10.amazonaws.com',
        'cn-northwest-1.amazonaws.com.cn',
        'eusc-de-east-1.amazonaws.eu',
        'us-iso-east-1.c2s.ic.gov',
        'us-isob-east-1.sc2s.sgov.gov',
        'eu-isoe-west-1.cloud.adc-e.uk',
        'us-isof-south-1.csp.hci.ic.gov',
      ].map((domain) => `https://${service}.${domain}/eu-west-1_a`),
    ),
    'https://cognito-idp.eu-west-1.amazonaws.com/whatever-a-pool-is-called',
    'http://localhost:9229/local_1',
    'https://localhost/local_1',
    'http://127.0.0.1:9229/local_1',
    'http://127.8.8.8/local_1',
    'http://127.10.200.30/local_1',
    'http://localhost:80/local_1',
    'http://localhost',
    'http://[::1]:9229/local_1',
  ])('%s', async (issuer) => {
    expect((await outcomeOf('admin', event(issuer))).status).toBe(200);
  });
});

describe('many issuers', () => {
  const chain = middy()
    .use(cognitoGroups())
    .handler(async ({ auth }) => auth.groups);
  const groupsFrom = (issuer: string) => invoke(chain, event(issuer));

  const partner = (number: number) => `https://partner-${number}.example/pool`;
  const pool = (number: number) =>
    `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_${number}`;

  it('are each decided right by one reader, and again', async () => {
    for (const _ of ['first', 'second']) {
      for (let number = 0; number < 200; number += 1) {
        expect(await groupsFrom(partner(number))).toEqual([]);
        expect(await groupsFrom(pool(number))).toEqual(['admin']);
      }
    }
  });

  it('are not all remembered', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    for (let number = 0; number < 400; number += 1) {
      const huge = 'x'.repeat(50_000);
      expect(await groupsFrom(`${partner(number)}/${huge}`)).toEqual([]);
      expect(await groupsFrom(`${pool(number)}${huge}`)).toEqual(['admin']);
    }
    expect(heap() - before).toBeLessThan(20_000_000);
  });
});
