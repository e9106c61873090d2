/** Middy's own middleware names its package in `cause` in the same way. */
export const PACKAGE = 'middy-cognito-groups';
