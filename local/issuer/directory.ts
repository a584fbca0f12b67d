/** A grant type of OAuth 2.0 that the issuer has. */
export type Grant = 'client_credentials' | 'password' | 'authorization_code' | 'refresh_token';

/** In WSO2 IS: an application, with JWT as its access token type. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly grants: readonly Grant[];
  /** The scopes that it is authorized to, in WSO2 IS under the application's API authorization. */
  readonly scopes: readonly string[];
  /** The redirect URIs for users. Those on the loopback interface may have any port. */
  readonly redirectUris: readonly string[];
}

export interface User {
  /** The `sub` of the user's tokens. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  /** The scopes that the user's roles allow. A token holds those of them that its client is authorized to as well. */
  readonly scopes: readonly string[];
  readonly email: string;
}

/** The clients and users of the stand-in. */
export interface Directory {
  readonly clients: readonly Client[];
  readonly users: readonly User[];
}

export interface DirectoryProps {
  /** The client ids that the API accepts. */
  readonly clientIds: readonly string[];
  /** All scopes that the API's routes ask for. */
  readonly scopes: readonly string[];
}

/** The secret of every client. Not a secret: nothing but the stand-in knows these clients. */
const SECRET = 'local-secret';

/** A client of the same issuer that the API does not know: its tokens are valid, but for another audience. */
const ANOTHER_APPLICATION = 'another_application';

/** The redirect URIs of clients on this machine, of the console, and of Postman. */
const REDIRECT_URIS = [
  'http://127.0.0.1/callback',
  'http://localhost/callback',
  'http://127.0.0.1/login/done',
  'http://localhost/login/done',
  'https://oauth.pstmn.io/v1/callback',
];

/**
 * The clients and users of the stand-in for WSO2 IS. To try others, change them here: nothing is kept between two starts.
 */
export function createDirectory({ clientIds, scopes }: DirectoryProps): Directory {
  const client: Omit<Client, 'id'> = {
    secret: SECRET,
    grants: ['client_credentials', 'password', 'authorization_code', 'refresh_token'],
    scopes,
    redirectUris: REDIRECT_URIS,
  };
  return {
    clients: [...new Set([...clientIds, ANOTHER_APPLICATION])].map((id) => ({ ...client, id })),
    users: [
      {
        id: '6f0f2a52-7d0c-4b0e-9a53-0a1c5e1f0a11',
        username: 'alice',
        password: 'alice-local-password',
        scopes,
        email: 'alice@example.com',
      },
      {
        id: '6f0f2a52-7d0c-4b0e-9a53-0a1c5e1f0b0b',
        username: 'bob',
        password: 'bob-local-password',
        scopes: [],
        email: 'bob@example.com',
      },
    ],
  };
}
