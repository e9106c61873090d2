/** Adds an export that 5 and 6 lack, so that the other tests of the importing file can run. */
export { default } from '../../node_modules/@middy/http-router/index.js';
export const httpRouterValidateOptions = undefined;
