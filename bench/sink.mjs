/** Where results go, so that no call is optimised away. */
export const sink = { last: undefined };
