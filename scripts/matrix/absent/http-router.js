/** `@middy/http-router` 5 and 6 with an export that they do not have, so that the other tests of the file that imports it can run. */
export { default } from '../node_modules/@middy/http-router/index.js';
export const httpRouterValidateOptions = undefined;
