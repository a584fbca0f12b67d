/** The two documents of a mirror: their keys in the bucket, which are their paths at the public name without the first slash. */
export interface MirrorKeys {
  /** Such as `oauth2/token/.well-known/openid-configuration`. */
  readonly discovery: string;
  /** Such as `oauth2/jwks`. */
  readonly jwks: string;
}

/** The end of the path of WSO2 IS's issuers, and of the older place of its metadata. */
const TOKEN = /\/oauth2\/(?:token|oidcdiscovery)$/;

/**
 * The places of an issuer's two documents. WSO2 IS has its keys beside the token endpoint, those of a tenant below `/t/NAME`; an
 * issuer that is a bare host, or a tenant alone, has them at `/oauth2/jwks` below it.
 *
 * @param issuer an https URL without a slash at the end
 */
export function mirrorKeys(issuer: string): MirrorKeys {
  const path = new URL(issuer).pathname.replace(/\/+$/, '');
  return {
    discovery: `${path}/.well-known/openid-configuration`.slice(1),
    jwks: `${path.replace(TOKEN, '')}/oauth2/jwks`.slice(1),
  };
}

/** The public URL of an issuer's mirrored key set: the `jwks_uri` that its discovery document names. */
export function publicJwksUri(issuer: string): string {
  return `${new URL(issuer).origin}/${mirrorKeys(issuer).jwks}`;
}
