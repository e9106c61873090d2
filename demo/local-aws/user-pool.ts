import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { startCognito } from './cognito-process.js';

/** `CognitoJwtVerifier` accepts only ids of this form, not cognito-local's own (`local_…`). */
const POOL_ID = 'us-east-1_LocalPool';

const FILES = {
  'config.json': { TokenConfig: { IssuerDomain: 'https://cognito-idp.us-east-1.amazonaws.com' } },
  [`db/${POOL_ID}.json`]: { Users: {}, Options: { Id: POOL_ID, UsernameAttributes: [] } },
};

/** Not a secret: only this pool knows it, and it lives as long as the process. */
const PASSWORD = 'Local-only-1';

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

export interface UserPool {
  readonly id: string;
  readonly clientId: string;
  /** The public keys of the pool's tokens. */
  readonly jwks: Jwks;
  createGroup(group: string): Promise<void>;
  createUser(username: string, groups?: readonly string[]): Promise<void>;
  addToGroup(username: string, group: string): Promise<void>;
  removeFromGroup(username: string, group: string): Promise<void>;
  /** Fresh tokens. They list the groups of this moment for as long as they are valid. */
  signIn(username: string): Promise<Tokens>;
  stop(): Promise<void>;
}

/** An empty local user pool with one app client, driven by the AWS SDK. */
export async function startUserPool(): Promise<UserPool> {
  const cognito = await startCognito(FILES);
  const sdk = new CognitoIdentityProviderClient({
    endpoint: cognito.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  async function stop(): Promise<void> {
    sdk.destroy();
    await cognito.stop();
  }

  try {
    const jwks = (await (
      await fetch(`${cognito.url}/${POOL_ID}/.well-known/jwks.json`)
    ).json()) as Jwks;
    const created = await sdk.send(
      new CreateUserPoolClientCommand({ UserPoolId: POOL_ID, ClientName: 'local' }),
    );
    const clientId = present(created.UserPoolClient?.ClientId, 'an app client');
    return { id: POOL_ID, clientId, jwks, ...actions(sdk, clientId), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function actions(
  sdk: CognitoIdentityProviderClient,
  clientId: string,
): Omit<UserPool, 'id' | 'clientId' | 'jwks' | 'stop'> {
  const pool = { UserPoolId: POOL_ID };

  async function addToGroup(username: string, group: string): Promise<void> {
    await sdk.send(
      new AdminAddUserToGroupCommand({ ...pool, Username: username, GroupName: group }),
    );
  }

  return {
    addToGroup,
    async removeFromGroup(username, group) {
      await sdk.send(
        new AdminRemoveUserFromGroupCommand({ ...pool, Username: username, GroupName: group }),
      );
    },
    async createGroup(group) {
      await sdk.send(new CreateGroupCommand({ ...pool, GroupName: group }));
    },
    async createUser(username, groups = []) {
      const user = { ...pool, Username: username };
      await sdk.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
      await sdk.send(
        new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }),
      );
      // In turn: cognito-local rewrites the whole group and would lose one of two changes.
      for (const group of groups) await addToGroup(username, group);
    },
    async signIn(username) {
      const { AuthenticationResult: result } = await sdk.send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD },
        }),
      );
      return {
        idToken: present(result?.IdToken, 'an ID token'),
        accessToken: present(result?.AccessToken, 'an access token'),
      };
    },
  };
}

function present(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`cognito-local answered without ${what}`);
  return value;
}
