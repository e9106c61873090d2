/**
 * What `dist` is one file of, for both entry points: a cold start reads it once, and what they share (which sources are ours, which events have a caller)
 * exists once. The types show each entry point its own names.
 */
export * from './index.js';
export * from './sources/index.js';
