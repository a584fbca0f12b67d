import type { Directory } from './directory';
import type { IssuedTokens } from './issued-tokens';
import type { Context, Provider } from './library';

export interface TokenStatusProps {
  readonly tokens: IssuedTokens;
  readonly directory: Directory;
}

/**
 * Introspection and revocation of JWT access tokens, which WSO2 IS has and oidc-provider has not: it refuses them as
 * `unsupported_token_type`, after it has checked the request and authenticated the client. What it refuses so is
 * answered here instead. Refresh tokens, which are opaque, stay with the library.
 */
export function addTokenStatus(provider: Provider, { tokens, directory }: TokenStatusProps): void {
  const onRefusedJwt = (event: string, listener: (ctx: Context) => void) =>
    provider.on(event, (ctx, error) => {
      if (error.message === 'unsupported_token_type') {
        listener(ctx);
      }
    });

  onRefusedJwt('introspection.error', (ctx) => {
    const claims = tokens.read(ctx.oidc.params['token'] ?? '');
    const username = directory.users.find(({ id }) => id === claims?.['sub'])?.username;
    ctx.status = 200;
    ctx.body = claims ? { active: true, token_type: 'Bearer', username, ...claims } : { active: false };
  });

  onRefusedJwt('revocation.error', (ctx) => {
    const claims = tokens.read(ctx.oidc.params['token'] ?? '');
    if (claims && claims['client_id'] !== ctx.oidc.client.clientId) {
      ctx.body = { error: 'invalid_request', error_description: 'the token belongs to another client' };
      return;
    }
    if (claims) {
      tokens.revoke(claims);
    }
    // RFC 7009: a token that is not valid any more needs no revocation, and that is no error.
    ctx.status = 200;
    ctx.type = 'text';
    ctx.body = '';
  });
}
