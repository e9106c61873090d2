import { expect, it } from '@jest/globals';
import middy from '@middy/core';
import fc from 'fast-check';
import { type Auth, cognitoGroups, type NestedRule, requireGroup } from 'middy-cognito-groups';
import { lambdaAuthorizer, restApi } from 'middy-cognito-groups/sources';
import { nestedRule } from '../support/arbitrary-rules.js';
import { invoke } from '../support/chain.js';
import { runs } from '../support/runs.js';

/** What `SubjectGuard` promises in the types, written out for a rule that is a value. */
function impliesSubject(rule: NestedRule): boolean {
  if (typeof rule === 'string') return false;
  if ('user' in rule || ('owner' in rule && rule.claim === undefined)) return true;
  return 'allOf' in rule && rule.allOf.some(impliesSubject);
}

const claims = fc.record(
  {
    sub: fc.constantFrom<unknown>('1', '2', '', 7, null),
    'cognito:username': fc.constantFrom<unknown>('ada', '', 7),
    token_use: fc.constantFrom('id', 'access'),
    client_id: fc.constantFrom('1', 'client1'),
    'cognito:groups': fc.constantFrom('a', 'a,b', 'b,c,x-1'),
    scope: fc.constantFrom('openid', 'orders/read'),
    tenant: fc.constant('1'),
  },
  { requiredKeys: [] },
);

const subjectRule = fc
  .tuple(fc.constantFrom<NestedRule>({ user: true }, { owner: 'id' }), fc.array(nestedRule))
  .chain(([first, others]) => fc.shuffledSubarray([first, ...others], { minLength: 1 }))
  .map((rules): NestedRule => ({ allOf: rules }))
  .filter(impliesSubject);

it('a guard whose type promises a subject allows only callers with a subject', async () => {
  let passed = 0;
  const source = [lambdaAuthorizer({ key: 'cognito:groups', format: 'comma' }), restApi];
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(subjectRule, nestedRule.filter(impliesSubject)),
      claims,
      fc.boolean(),
      async (rule, given, isToken) => {
        let auth: Auth | undefined;
        const handler = middy()
          .use(cognitoGroups({ source }))
          .use(requireGroup(rule))
          .handler(async (event) => {
            auth = event.auth;
          });
        const authorizer = isToken ? { claims: given } : given;
        const pathParameters = { id: '1' };
        await invoke(handler, { pathParameters, requestContext: { authorizer } });
        if (auth === undefined) return;
        passed += 1;
        expect(auth.subject).toMatch(/^[12]$/);
      },
    ),
    { numRuns: runs(16_000) },
  );
  expect(passed).toBeGreaterThan(20);
});
