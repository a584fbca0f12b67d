import type { Directory } from './directory';
import type { Account, Context, Provider, ResourceServerInfo } from './library';
import { OIDC_SCOPES } from './scopes';

export interface PasswordGrantProps {
  readonly directory: Directory;
  readonly accountOf: (ctx: Context, userId: string) => Account;
  /** The API for which tokens are issued, and what the request's client and user may have of it. */
  readonly resource: string;
  readonly resourceInfo: (ctx: Context) => ResourceServerInfo;
}

/** Adds the grant type `password` (RFC 6749 section 4.3), which OAuth 2.1 dropped and people's WSO2 scripts still use. */
export function addPasswordGrant(provider: Provider, props: PasswordGrantProps): void {
  const { directory, accountOf, resource, resourceInfo } = props;

  provider.registerGrantType('password', issue, ['username', 'password', 'scope']);

  async function issue(ctx: Context): Promise<void> {
    const { username, password, scope: requested = '' } = ctx.oidc.params;
    if (username === undefined || password === undefined) {
      ctx.throw(400, 'invalid_request', { error_description: 'username and password are required' });
    }
    const user = directory.users.find((candidate) => candidate.username === username);
    if (user?.password !== password) {
      ctx.throw(400, 'invalid_grant', { error_description: 'Authentication failed' });
    }

    const { client } = ctx.oidc;
    const account = accountOf(ctx, user.id);
    ctx.oidc.entity('Account', account);
    const info = resourceInfo(ctx);
    const scopes = requested.split(' ').filter((scope) => info.scope.split(' ').includes(scope));
    const scope = scopes.join(' ');

    const grant = new provider.Grant({ accountId: user.id, clientId: client.clientId });
    grant.addOIDCScope(OIDC_SCOPES.join(' '));
    grant.addResourceScope(resource, scope);
    const about = { accountId: user.id, client, grantId: await grant.save(), gty: 'password', scope };

    const accessToken = new provider.AccessToken(about);
    accessToken.resourceServer = new provider.ResourceServer(resource, info);
    const idToken = new provider.IdToken(account.claims(), { ctx });
    idToken.scope = scope;
    ctx.body = {
      access_token: await accessToken.save(),
      refresh_token: client.grantTypeAllowed('refresh_token')
        ? await new provider.RefreshToken({ ...about, resource }).save()
        : undefined,
      scope: scope || undefined,
      id_token: scopes.includes('openid') ? await idToken.issue({ use: 'idtoken' }) : undefined,
      token_type: 'Bearer',
      expires_in: accessToken.expiration,
    };
  }
}
