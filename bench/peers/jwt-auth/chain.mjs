/** https://github.com/dbartholomae/middy-middleware-jwt-auth, as its README uses it: on the Middy that it takes, with the check in the handler. */
import middy from '@middy/core';
import jwtAuth from 'middy-middleware-jwt-auth';

const { default: jwtAuthMiddleware, EncryptionAlgorithms } = jwtAuth;

export default async function middyJwtAuth({ wanted, publicKey }) {
  const empty = middy()
    .before(() => undefined)
    .before(() => undefined)
    .handler(async () => ({ statusCode: 200 }));

  const guarded = middy()
    .use(
      jwtAuthMiddleware({
        algorithm: EncryptionAlgorithms.RS256,
        credentialsRequired: true,
        isPayload: (payload) => Array.isArray(payload?.['cognito:groups']),
        secretOrPublicKey: publicKey.export({ type: 'spki', format: 'pem' }),
      }),
    )
    .handler(async ({ auth }) => ({ statusCode: auth.payload['cognito:groups'].includes(wanted) ? 200 : 403 }));

  return [
    { name: 'empty, Middy 5', call: (event) => empty(event, {}) },
    { name: 'middy-middleware-jwt-auth', call: (event) => guarded(event, {}) },
  ];
}
