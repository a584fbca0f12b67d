/** The two documents of a mirror, by their keys in the bucket: their paths at the issuer's host, without the first slash. */
export interface MirroredDocuments {
  /** `oauth2/token/.well-known/openid-configuration` */
  readonly discovery: string;
  /** `oauth2/jwks` */
  readonly jwks: string;
}

/**
 * The documents of an issuer, by the same rule as the publisher writes them: the key set where WSO2 IS has its own, beside the
 * token endpoint.
 *
 * @param issuer checked by the rules of `lib/config/mirror-schema.ts`
 */
export function mirroredDocuments(issuer: string): MirroredDocuments {
  const path = new URL(issuer).pathname.replace(/\/+$/, '');
  return {
    discovery: `${path}/.well-known/openid-configuration`.slice(1),
    jwks: `${path.replace(/\/oauth2\/(?:token|oidcdiscovery)$/, '')}/oauth2/jwks`.slice(1),
  };
}
