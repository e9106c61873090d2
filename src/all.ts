/**
 * `dist` contains one file for both entry points, so that a cold start reads it once and no state
 * exists twice. The types give each entry point its own names.
 */
export * from './index.js';
export * from './sources/index.js';
