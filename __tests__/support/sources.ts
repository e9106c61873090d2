import type { IdentitySource } from 'middy-cognito-groups';
import {
  albToken,
  appSync,
  httpApi,
  lambdaAuthorizer,
  restApi,
  verifiedToken,
} from 'middy-cognito-groups/sources';
import {
  albEvent,
  appSyncEvent,
  functionUrlEvent,
  httpApiEvent,
  lambdaAuthorizerEvent,
  restApiEvent,
  testVerifier,
  webSocketEvent,
} from 'middy-cognito-groups/testing';

const verifier = testVerifier;

type Build = (caller: { groups?: readonly string[] }) => object;

/** Every source with the builder of its events. */
export const SOURCES: Readonly<Record<string, readonly [IdentitySource, Build]>> = {
  'REST API': [restApi, restApiEvent],
  'REST API with a JWT authorizer': [
    restApi,
    (caller) => restApiEvent({ ...caller, authorizer: 'jwt' }),
  ],
  'HTTP API 2.0': [httpApi, httpApiEvent],
  'HTTP API 1.0': [httpApi, (caller) => httpApiEvent({ ...caller, payload: '1.0' })],
  AppSync: [appSync, appSyncEvent],
  'AppSync with OpenID Connect': [
    appSync,
    (caller) => appSyncEvent({ ...caller, authorizer: 'oidc' }),
  ],
  'Lambda authorizer, JSON': [
    lambdaAuthorizer({ key: 'groups', format: 'json' }),
    lambdaAuthorizerEvent,
  ],
  'Lambda authorizer, commas': [
    lambdaAuthorizer({ key: 'g', format: 'comma' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, key: 'g', format: 'comma', api: 'http-1.0' }),
  ],
  'Lambda authorizer, spaces': [
    lambdaAuthorizer({ key: 'g', format: 'space' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, key: 'g', format: 'space' }),
  ],
  'Lambda authorizer, array': [
    lambdaAuthorizer({ key: 'groups', format: 'array' }),
    (caller) => lambdaAuthorizerEvent({ ...caller, format: 'array', api: 'http-2.0' }),
  ],
  WebSocket: [lambdaAuthorizer({ key: 'groups', format: 'json' }), webSocketEvent],
  'Function URL': [verifiedToken({ verifier }), functionUrlEvent],
  'load balancer': [albToken({ verifier, albVerifier: verifier }), albEvent],
};
