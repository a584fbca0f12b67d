import { randomBytes } from 'node:crypto';
import { accessTokenClaims, accessTokenHeader, TOKEN_LIFETIME } from './access-token';
import type { Client, Directory } from './directory';
import type { Endpoints } from './endpoints';
import { idTokenClaims } from './id-token';
import { keyId } from './key-id';
import {
  type Account,
  type Context,
  defaultPolicy,
  Provider,
  type ResourceServerInfo,
  type TokenEntity,
} from './library';
import { escapeHtml, page } from './page';
import { addPasswordGrant } from './password-grant';
import { grantableScopes, OIDC_SCOPES } from './scopes';
import type { SigningKey } from './signing-key';
import { userClaims } from './userinfo';

export interface ProviderProps {
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly directory: Directory;
  /** The signing key. A provider has one key for its life. */
  readonly key: SigningKey;
  /** The store of sessions, codes, grants and refresh tokens. */
  readonly store: (model: string) => object;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Of the process, so that who signs in while the issuer's key changes does not have to begin again. */
const COOKIE_KEYS = [randomBytes(32).toString('base64url')];

/** A certified OpenID provider, configured to WSO2 IS's paths, lifetimes and token shape. */
export function createProvider({ issuer, endpoints, directory, key, store, now }: ProviderProps): Provider {
  const seconds = () => Math.floor(now() / 1000);

  /** The library thinks in resources (RFC 8707), WSO2 IS in audiences: there is one resource, and its name is not shown. */
  const resource = issuer;
  function resourceInfo({ oidc }: Context): ResourceServerInfo {
    const { clientId } = oidc.client;
    const scopes = grantableScopes({ directory, clientId, userId: oidc.account?.accountId });
    return {
      scope: scopes.join(' '),
      audience: clientId,
      accessTokenFormat: 'jwt',
      accessTokenTTL: TOKEN_LIFETIME,
      jwt: { sign: { alg: 'RS256' } },
    };
  }

  function accountOf(ctx: Context, userId: string): Account {
    const user = directory.users.find(({ id }) => id === userId);
    if (!user) {
      throw new Error('no such user');
    }
    const { clientId } = ctx.oidc.client;
    return {
      accountId: userId,
      claims: () => ({ ...userClaims(user), ...idTokenClaims({ issuer, clientId, userId, issuedAt: seconds() }) }),
    };
  }

  const provider = new Provider(issuer, {
    adapter: store,
    jwks: {
      keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: keyId(key.certificate), use: 'sig', alg: 'RS256' }],
    },
    cookies: { keys: COOKIE_KEYS },
    clients: directory.clients.map(metadataOf),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: OIDC_SCOPES,
    claims: {
      openid: ['sub', 'azp', 'nbf', 'jti', 'amr', 'org_id', 'org_name', 'org_handle'],
      profile: ['username'],
      email: ['email'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    // WSO2 IS's default: checked when it is used, not demanded.
    pkce: { required: () => false },
    clockTolerance: 0,
    findAccount: accountOf,
    loadExistingGrant: consentToAll,
    issueRefreshToken: (_ctx: Context, client: Context['oidc']['client']) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    ttl: {
      AccessToken: TOKEN_LIFETIME,
      ClientCredentials: TOKEN_LIFETIME,
      IdToken: TOKEN_LIFETIME,
      AuthorizationCode: 300,
      RefreshToken: 86_400,
      Grant: 86_400,
      Session: 86_400,
      Interaction: 3600,
    },
    formats: { customizers: { jwt: shapeToken } },
    interactions: { url: () => endpoints.login, policy: policyWithoutConsent() },
    renderError: (ctx: Context, { error, error_description: description = '' }: Record<string, string>) => {
      ctx.type = 'html';
      ctx.body = page(error ?? 'Error', `<p>${escapeHtml(description)}</p>`);
    },
    clientBasedCORS: () => false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwnToken },
      revocation: { enabled: true, allowedPolicy: isOwnToken },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx: Context, form: string) => {
          ctx.body = page(
            'Sign out',
            `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
          );
        },
        postLogoutSuccessSource: (ctx: Context) => {
          ctx.body = page('Signed out', '');
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: resourceInfo,
      },
    },
    routes: {
      authorization: endpoints.authorize,
      token: endpoints.token,
      jwks: endpoints.jwks,
      introspection: endpoints.introspect,
      revocation: endpoints.revoke,
      end_session: endpoints.logout,
    },
  });
  provider.on('grant.success', ({ body }) => {
    // When no scope is left, WSO2 IS leaves the member out; an empty one is the library's.
    if (body.scope === '') {
      delete body.scope;
    }
  });
  addPasswordGrant(provider, { directory, accountOf, resource, resourceInfo });
  return provider;

  function shapeToken(_ctx: Context, token: TokenEntity, jwt: { header?: object; payload: object }): void {
    const user = directory.users.find(({ id }) => id === token.accountId);
    const scopes = token.scope?.split(' ').filter(Boolean) ?? [];
    jwt.header = accessTokenHeader(key);
    jwt.payload = accessTokenClaims({ issuer, clientId: token.clientId, user, scopes, issuedAt: seconds() });
  }

  /** Nobody is asked for consent: the one who signs in is the one who tries this out. */
  async function consentToAll({ oidc }: Context) {
    const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
    grant.addOIDCScope(OIDC_SCOPES.join(' '));
    grant.addResourceScope(resource, oidc.params['scope'] ?? '');
    await grant.save();
    return grant;
  }
}

function policyWithoutConsent() {
  const policy = defaultPolicy();
  policy.remove('consent');
  return policy;
}

function isOwnToken(_ctx: Context, client: { clientId: string }, token: TokenEntity): boolean {
  return token.clientId === client.clientId;
}

function metadataOf({ id, secret, grants, redirectUris }: Client): object {
  const signsUsersIn = grants.includes('authorization_code');
  return {
    client_id: id,
    client_secret: secret,
    grant_types: grants,
    // As a native application: redirect URIs on the loopback interface match with any port (RFC 8252).
    application_type: 'native',
    redirect_uris: signsUsersIn ? redirectUris : [],
    response_types: signsUsersIn ? ['code'] : [],
  };
}
