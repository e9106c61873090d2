/** Stands in for a module that Middy 5 and 6 do not have, so that the other tests of the file that imports it can run. */
export const executionModeStreamifyResponse = undefined;
