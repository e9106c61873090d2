export {
  type AmplifyFunctionEvent,
  type AppSyncChannelEvent,
  type AppSyncEventOptions,
  appSyncEvent,
} from './app-sync-event.js';
export type { CallerOptions, Incoming, RequestOptions } from './caller.js';
export { type AccessTable, expectAccess } from './expect-access.js';
export { type HttpApiEventOptions, httpApiEvent } from './http-api-event.js';
export {
  type ContextOptions,
  type LambdaAuthorizerEventOptions,
  lambdaAuthorizerEvent,
  type WebSocketEventOptions,
  webSocketEvent,
} from './lambda-authorizer-event.js';
export { type RestApiEventOptions, restApiEvent } from './rest-api-event.js';
export { testToken, testVerifier } from './test-token.js';
export {
  type AlbEventOptions,
  albEvent,
  type FunctionUrlEventOptions,
  functionUrlEvent,
} from './token-events.js';
