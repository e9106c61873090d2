/** A mistake by the person who runs the command: one sentence on standard error, exit code 2. */
export class UsageError extends Error {}
