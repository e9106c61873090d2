export type { ToCedarOptions } from './options.js';
export type {
  CedarAction,
  CedarAttribute,
  CedarNamespace,
  CedarRecord,
  CedarSchema,
} from './schema.js';
export { type CedarPolicies, type TableSource, toCedar } from './to-cedar.js';
