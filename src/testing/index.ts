export { type AlbEventOptions, albEvent } from './alb-event.js';
export {
  type AmplifyFunctionEvent,
  type AppSyncChannelEvent,
  type AppSyncEventOptions,
  appSyncEvent,
} from './app-sync-event.js';
export type { ContextOptions } from './authorizer-context.js';
export type { CallerOptions, Incoming } from './caller.js';
export { type AccessTable, expectAccess } from './expect-access.js';
export { type FunctionUrlEventOptions, functionUrlEvent } from './function-url-event.js';
export { type HttpApiEventOptions, httpApiEvent } from './http-api-event.js';
export {
  type LambdaAuthorizerEventOptions,
  lambdaAuthorizerEvent,
} from './lambda-authorizer-event.js';
export type { RequestOptions, RouteOptions } from './request.js';
export { type RestApiEventOptions, restApiEvent } from './rest-api-event.js';
export { testToken, testVerifier } from './test-token.js';
export { type WebSocketEventOptions, webSocketEvent } from './web-socket-event.js';
