import { describe, expect, it } from '@jest/globals';
import type { CognitoGroupsOptions as TokenPins } from 'middy-cognito-groups';
import type { DetectedSource } from 'middy-cognito-groups/sources';
import * as sources from 'middy-cognito-groups/sources';
import { readDocument } from '../support/documents.js';
import { OIDC_ISSUER } from '../support/events.js';
import { groupsOf } from '../support/policy.js';
import { ROWS } from '../support/wire-values.js';

describe('the table of sources in docs/sources.md', () => {
  const EVENTS: Readonly<Record<string, (value: unknown) => object>> = {
    'REST API, Cognito authorizer': ROWS['1a'],
    'REST API, JWT authorizer': ROWS['1b'],
    'HTTP API, JWT authorizer, payload 2.0': ROWS['2a'],
    'HTTP API, JWT authorizer, payload 1.0': ROWS['2b'],
    'AppSync, user pool; batch resolvers too': ROWS[5],
    'AppSync, OpenID Connect': ROWS['5b'],
  };
  const OPTIONS_BY_API: Readonly<Record<string, TokenPins>> = {
    'AppSync, OpenID Connect': { issuer: OIDC_ISSUER },
  };
  const ROW =
    /^\| `(?<source>\w+)`: (?<api>[^|]*) \| `(?<path>[\w.]+)`[^|]* \| `(?<wire>[^`]*)` \| `(?<groups>[^`]*)` \|$/gmu;
  const rows = [...readDocument('docs/sources.md').matchAll(ROW)].map(
    ({ groups }) => groups as Record<string, string>,
  );

  it('has a row for every wire format', () => {
    expect(rows.map(({ api }) => api)).toEqual(Object.keys(EVENTS));
  });

  it.each(rows)(
    '$api: $wire is $groups',
    async ({ api = '', source = '', path = '', wire = '', groups = '' }) => {
      const event = EVENTS[api]?.(JSON.parse(wire)) as object;
      const decoder = (sources as unknown as Record<string, DetectedSource>)[
        source
      ] as DetectedSource;
      const pins = OPTIONS_BY_API[api];
      expect(groupsOf(decoder, event, pins)).toEqual(JSON.parse(groups));
      // The wire value is at the path that the table names.
      const at = path
        .split('.')
        .reduce(
          (object, key) => object[key] as Record<string, unknown>,
          event as Record<string, unknown>,
        );
      expect(at['cognito:groups'] ?? at).toEqual(JSON.parse(wire));
    },
  );
});
