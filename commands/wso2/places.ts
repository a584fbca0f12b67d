import type { Advice } from '../../lib/check/fault';

const IN_5_AND_6 = '5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth';

/** Where in WSO2 IS a thing is set: in the Console of IS 7 and, in brackets, in the management console of 5.x and 6.x. */
export const WSO2_PLACES = {
  protocol: `Console › Applications › yours › Protocol (${IN_5_AND_6})`,
  accessToken: `Console › Applications › yours › Protocol › Access Token (${IN_5_AND_6})`,
  tokenType: `Console › Applications › yours › Protocol › Access Token: type JWT (${IN_5_AND_6} › Token Issuer: JWT)`,
  idToken: 'Console › Applications › yours › Protocol › ID Token',
  apiResources: 'Console › API Resources',
  apiAuthorization: 'Console › Applications › yours › API Authorization',
  roles: 'Console › User Management › Roles',
} as const;

/**
 * What to change in WSO2 IS so that it calls itself by the host and the port of this issuer.
 *
 * @see https://github.com/wso2/docs-is, "Change the hostname"; https://github.com/wso2/product-is/issues/16450 for 5.10 and 5.11
 */
export function hostnameAdvice(issuer: string): string {
  const { hostname, port } = new URL(issuer);
  const proxyPort = port === '9443' ? '' : ` and [transport.https.properties] proxyPort = ${port || 443}`;
  return (
    `set [server] hostname = "${hostname}"${proxyPort} in WSO2 IS's deployment.toml, and on IS 5.10 and 5.11 the Identity ` +
    `Provider Entity ID (Identity Providers › Resident › Inbound Authentication Configuration › OAuth2/OpenID Connect ` +
    `Configuration) to ${issuer}`
  );
}

/** The part of an issuer's path that chooses a tenant or an organization of WSO2 IS; empty for the super tenant. */
export function tenantOf({ pathname }: URL): string {
  return /^(\/(?:t|o)\/[^/]+)*/.exec(pathname)?.[0] ?? '';
}

/** What Node says of a certificate that no trusted authority vouches for. */
export const UNTRUSTED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** What to do about an issuer that gave no answer, by Node's error code. */
export function unreachable(code: string, { laptopOnly }: { readonly laptopOnly: boolean }): Advice {
  if (UNTRUSTED.includes(code)) {
    const fix = 'give its certificate with --ca FILE; API Gateway itself trusts public authorities only';
    return { expected: 'a certificate of a trusted authority', fix };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      expected: 'a certificate that is still valid',
      fix: 'renew it at WSO2 IS, or at the proxy in front of it',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { expected: "a certificate for the issuer's host name", fix: 'use the host name that it is for' };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return { expected: 'TLS', fix: 'check the port: 9443 is the one for https by default in WSO2 IS' };
  }
  return {
    expected: 'WSO2 IS to answer there',
    fix: laptopOnly ? 'run npm start, which stands in for it' : 'check host and port, and that WSO2 IS runs',
  };
}
