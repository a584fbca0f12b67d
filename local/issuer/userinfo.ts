import type { Directory, User } from './directory';
import type { IssuedTokens } from './issued-tokens';
import type { Middleware } from './library';

export interface UserinfoProps {
  readonly path: string;
  readonly tokens: IssuedTokens;
  readonly directory: Directory;
}

/**
 * The userinfo endpoint. As in WSO2 IS it takes the same JWT access tokens as the API, if they have the scope `openid`;
 * oidc-provider takes only opaque ones.
 */
export function createUserinfo({ path, tokens, directory }: UserinfoProps): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path) {
      await next();
      return;
    }
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(ctx.get('authorization')) ?? [];
    const claims = tokens.read(token);
    const user = directory.users.find(({ id }) => id === claims?.['sub']);
    const scopes = String(claims?.['scope']).split(' ');
    if (user && scopes.includes('openid')) {
      ctx.body = userClaims(user);
      return;
    }
    const error = claims ? 'insufficient_scope' : 'invalid_token';
    ctx.status = claims ? 403 : 401;
    ctx.set('www-authenticate', `Bearer error="${error}"`);
    ctx.body = { error };
  };
}

/** The claims about a user. */
export function userClaims({ id, username, email }: User) {
  return { sub: id, username, email };
}
