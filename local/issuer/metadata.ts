import type { Endpoints } from './endpoints';
import type { KeySetDocument } from './key-set';
import type { Middleware } from './library';

export interface MetadataProps {
  readonly endpoints: Endpoints;
  readonly keySet: () => KeySetDocument;
}

/** The path at which the library itself serves its metadata. */
const LIBRARY_PATH = '/.well-known/openid-configuration';

/**
 * Discovery and key set. The library's discovery document is served at WSO2's paths, and its URLs always begin as the
 * issuer does, whatever host and port were asked; its key set knows fewer members and another content type.
 */
export function createMetadata({ endpoints, keySet }: MetadataProps): Middleware {
  const { origin, discovery } = endpoints;
  const urls = {
    authorization_endpoint: origin + endpoints.authorize,
    token_endpoint: origin + endpoints.token,
    jwks_uri: origin + endpoints.jwks,
    userinfo_endpoint: origin + endpoints.userinfo,
    introspection_endpoint: origin + endpoints.introspect,
    revocation_endpoint: origin + endpoints.revoke,
    end_session_endpoint: origin + endpoints.logout,
  };
  return async (ctx, next) => {
    if (ctx.path === endpoints.jwks && ['GET', 'HEAD'].includes(ctx.method)) {
      ctx.type = 'application/json';
      ctx.body = keySet();
    } else if (discovery.includes(ctx.path)) {
      ctx.path = LIBRARY_PATH;
      await next();
      if (ctx.status === 200) {
        ctx.body = { ...Object(ctx.body), ...urls };
      }
    } else if (ctx.path.startsWith('/.well-known/')) {
      // WSO2 IS asks for credentials here, which is what people meet who leave out the issuer's path.
      ctx.status = 401;
      ctx.body = { error: 'unauthorized' };
    } else {
      await next();
    }
  };
}
