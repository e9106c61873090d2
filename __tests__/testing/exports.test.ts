import { expect, it } from '@jest/globals';
import * as kit from 'middy-cognito-groups/testing';

it('the kit exports the names that the documents list', () => {
  expect(Object.keys(kit).sort()).toEqual([
    'albEvent',
    'appSyncEvent',
    'expectAccess',
    'functionUrlEvent',
    'httpApiEvent',
    'lambdaAuthorizerEvent',
    'restApiEvent',
    'testToken',
    'testVerifier',
    'webSocketEvent',
  ]);
});
