import { describe, expect, it } from '@jest/globals';
import { cognitoGroups, type IdentitySource } from 'middy-cognito-groups';
import {
  albToken,
  appSync,
  httpApi,
  httpJwt,
  lambdaAuthorizer,
  restApi,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import { restApiEvent, testToken, testVerifier } from 'middy-cognito-groups/testing';
import { authOf } from '../support/chain.js';

const verifier = testVerifier;

const WRITTEN_BY_AWS: Readonly<Record<string, IdentitySource>> = {
  restApi,
  httpApi,
  appSync,
  lambdaAuthorizer: lambdaAuthorizer({ key: 'groups', format: 'json' }),
};

const SENT_BY_THE_CALLER: Readonly<Record<string, IdentitySource>> = {
  verifiedToken: verifiedToken({ verifier }),
  albToken: albToken({ verifier, albVerifier: verifier }),
  httpJwt: httpJwt(),
};

const written = Object.entries(WRITTEN_BY_AWS);
const sent = Object.entries(SENT_BY_THE_CALLER);

const pairs = sent.flatMap(([late, last]) =>
  written.map(([early, first]) => [late, early, last, first] as const),
);

const refused = (source: readonly IdentitySource[], name: string) => {
  expect(() => cognitoGroups({ source })).toThrow(TypeError);
  expect(() => cognitoGroups({ source })).toThrow(name);
};

describe('a source that reads what the caller sent', () => {
  it.each(pairs)('%s is refused before %s, and stands after it', (_, __, last, first) => {
    refused([last, first], last.name);
    refused([first, last, first], last.name);
    refused([last, first, last], last.name);
    expect(cognitoGroups({ source: [first, last] }).before).toBeInstanceOf(Function);
  });

  it.each(
    sent.flatMap(([one, first]) => sent.map(([other, last]) => [one, other, first, last] as const)),
  )('%s is refused beside %s', (_, __, first, last) => {
    refused([first, last], first.name);
    refused([restApi, first, last], first.name);
    refused([first, restApi, last], first.name);
  });

  it('is refused beside another of its own kind', () => {
    refused([verifiedToken({ verifier }), verifiedToken({ verifier })], 'verified-token');
    refused([httpJwt(), httpJwt({ payloadKey: 'other' })], 'http-jwt');
  });

  it('stands alone, and last after all the others', () => {
    for (const [, last] of sent) {
      const all = [...written.map(([, source]) => source), last];
      expect(cognitoGroups({ source: last }).before).toBeInstanceOf(Function);
      expect(cognitoGroups({ source: [last] }).before).toBeInstanceOf(Function);
      expect(cognitoGroups({ source: all }).before).toBeInstanceOf(Function);
    }
  });
});

describe('the sources that read what AWS wrote', () => {
  it('stand in any order', () => {
    for (const [, one] of written) {
      for (const [, other] of written) {
        expect(cognitoGroups({ source: [one, other] }).before).toBeInstanceOf(Function);
      }
    }
  });
});

describe('a list of the right order', () => {
  it('reads what AWS wrote, whatever the caller sends beside it', async () => {
    const source = [restApi, verifiedToken({ verifier })];
    const event = restApiEvent({
      groups: ['member'],
      headers: { Authorization: `Bearer ${testToken({ groups: ['admin'] })}` },
    });
    expect(await authOf(event, { source })).toMatchObject({
      groups: ['member'],
      source: 'rest-api',
    });
  });
});
