/**
 * `dist` has one file for both entry points: a cold start reads it once, and what they share
 * exists once. The types give each entry point its own names.
 */
export * from './index.js';
export * from './sources/index.js';
