export type { Identity, IdentitySource, SourceName } from '../identity.js';
export { appSync } from './app-sync.js';
export { httpApi } from './http-api.js';
export { restApi } from './rest-api.js';
