/** A module that Middy 5 and 6 lack, so that the other tests of the importing file can run. */
export const executionModeStreamifyResponse = undefined;
