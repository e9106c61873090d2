export { type AlbTokenOptions, albToken } from './alb-token.js';
export { appSync } from './app-sync.js';
export { httpApi } from './http-api.js';
export { type HttpJwtOptions, httpJwt } from './http-jwt.js';
export { type LambdaAuthorizerOptions, lambdaAuthorizer } from './lambda-authorizer.js';
export { restApi } from './rest-api.js';
export type {
  DetectedSource,
  Identity,
  IdentitySource,
  SourceName,
  SourceResult,
} from './source.js';
export type { TokenVerifier } from './verification.js';
export { type VerifiedTokenOptions, verifiedToken } from './verified-token.js';
