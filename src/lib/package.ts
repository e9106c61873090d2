/** Names this package in logs, and in `cause`, where Middy's own middleware names its package. */
export const PACKAGE = 'middy-cognito-groups';
