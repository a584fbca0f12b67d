import type { Advice, Fault } from '../../lib/check/fault';
import { isLoopback } from './connection';

const IN_5_AND_6 = '5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth';

/** The place of a setting in WSO2 IS: in the Console of IS 7 and, in brackets, in the management console of 5.x and 6.x. */
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
 * The settings with which WSO2 IS calls itself by the host, the port and the context path of this issuer.
 *
 * @see https://github.com/wso2/docs-is, "Change the hostname"; https://github.com/wso2/product-is/issues/16450 for the
 *   Entity ID; https://github.com/wso2/product-is/issues/20358 and `OAuth2Util.getIssuerLocation` (7.0) for
 *   `build_issuer_with_hostname`; https://github.com/wso2/product-is/issues/18904 for `proxy_context_path`
 */
export function hostnameAdvice(issuer: string): string {
  const url = new URL(issuer);
  const { hostname, port } = url;
  if (isAsgardeo(url)) {
    return ASGARDEO_ISSUERS;
  }
  const { contextPath } = issuerPath(url);
  const prefix = contextPath === '' ? '' : `, proxy_context_path = "${contextPath.slice(1)}"`;
  const proxyPort = port === '9443' ? '' : ` and [transport.https.properties] proxyPort = ${port || 443}`;
  return (
    `set [server] hostname = "${hostname}"${prefix}${proxyPort} in WSO2 IS's deployment.toml, up to IS 6.1 the Identity ` +
    'Provider Entity ID (Identity Providers › Resident › Inbound Authentication Configuration › OAuth2/OpenID Connect ' +
    `Configuration) to ${issuer}, and on IS 7 with enable_tenant_qualified_urls = false also [oauth] ` +
    `build_issuer_with_hostname = true; Console and My Account need new callback URLs then (${HANDBOOK.hostname})`
  );
}

/**
 * The issuers of Asgardeo, which is WSO2 IS as a service.
 *
 * @see https://wso2.com/asgardeo/docs/
 */
export const ASGARDEO_ISSUERS =
  'use the issuer of your Asgardeo organization: https://api.asgardeo.io/t/ORG/oauth2/token, in the EU region https://api.eu.asgardeo.io/t/ORG/oauth2/token';

export function isAsgardeo({ hostname }: Pick<URL, 'hostname'>): boolean {
  return hostname === 'asgardeo.io' || hostname.endsWith('.asgardeo.io');
}

/** The parts of an issuer's path, each empty where there is none. */
export interface IssuerPath {
  /** The path that a proxy puts before all paths of WSO2 IS, `proxy_context_path` under `[server]`: `/auth`. */
  readonly contextPath: string;
  /** The path that chooses a tenant or an organization: `/t/acme`, `/t/acme/o/ID`. Empty for the super tenant. */
  readonly tenant: string;
}

/** Takes the path of an issuer apart: `/auth/t/acme/oauth2/token`. */
export function issuerPath({ pathname }: Pick<URL, 'pathname'>): IssuerPath {
  const [, contextPath = '', tenant] = /^(.*?)((?:\/[to]\/[^/]+)*)\/oauth2(?:\/.*)?$/.exec(pathname) ?? [];
  return { contextPath, tenant: tenant ?? /^(\/[to]\/[^/]+)*/.exec(pathname)?.[0] ?? '' };
}

/**
 * True where two tenants of issuers are an organization and the one above it, whose issuer its applications may have as well.
 *
 * @see https://github.com/wso2/product-is/issues/28313; `OAuth2Util.getIdTokenIssuer` of 7.3
 */
export function isAboveOrganization(one: string, other: string): boolean {
  const [above, below] = one.length < other.length ? [one, other] : [other, one];
  const root = /^(.*)\/o\/[^/]+$/.exec(below)?.[1];
  return root !== undefined && (root === above || (root === '/t/carbon.super' && above === ''));
}

/** Node's error codes for a certificate that no trusted authority vouches for. */
export const UNTRUSTED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** The server that gave no answer. */
export interface SilentPlace {
  /** The URL that was asked. */
  readonly url: string;
  /** True where the stand-in of `npm start` could answer. */
  readonly laptopOnly: boolean;
}

/** The fault of an issuer that gave no answer: Node's error in the words of a fault. */
export function unreachable(error: unknown, place: SilentPlace): Omit<Fault, 'what'> {
  const { code = '', fingerprint } = error as { readonly code?: string; readonly fingerprint?: string };
  const got = code === 'ABORT_ERR' ? 'no answer in time' : code || 'no answer';
  const refused = isCertificate(code) && fingerprint !== undefined;
  return { got: refused ? `${got}, SHA-256 fingerprint ${fingerprint}` : got, ...silenceAdvice(code, place) };
}

/** Advice about an issuer that gave no answer, by Node's error code. */
export function silenceAdvice(code: string, { url, laptopOnly }: SilentPlace): Advice {
  if (UNTRUSTED.includes(code)) {
    return { expected: 'a certificate of a trusted authority', fix: trustAdvice(code, url) };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    const fix = isLoopback(new URL(url))
      ? `make one of your own, those that WSO2 ships run out: ${HANDBOOK.ownCertificate}`
      : 'renew it at WSO2 IS, or at the proxy in front of it';
    return { expected: 'a certificate that is still valid', fix };
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

/** Sections of the handbook that messages lead to. */
export const HANDBOOK = {
  hostname: 'docs/wso2-issuer.md, "Hostname"',
  privateNetwork: 'docs/wso2-private-network.md, "One name, two views"',
  ownServer: 'docs/wso2-identity-server.md, "Your own IS on this laptop"',
  ownCertificate: 'docs/wso2-identity-server.md, "A certificate for localhost"',
} as const;

/** The way to a certificate that may be trusted. Never from the network alone: a person compares it first. */
function trustAdvice(code: string, url: string): string {
  const { hostname, port } = new URL(url);
  // The line is for pasting into a shell, so it holds what a host may hold, and nothing else.
  const host = /^[\w.:[\]-]+$/.test(hostname) ? hostname : 'HOST';
  const how =
    code === 'DEPTH_ZERO_SELF_SIGNED_CERT'
      ? `save it with "openssl s_client -connect ${host}:${port || 443} </dev/null | openssl x509 -out is.pem", compare ` +
        `what "openssl x509 -in is.pem -noout -fingerprint -sha256" says with the keystore of the server, and give it with --ca is.pem`
      : 'get the certificate of the authority that signed it, or its own where it signs itself, from whoever runs the server, and give it with --ca FILE';
  return `${how} (${HANDBOOK.ownServer}; API Gateway itself trusts public authorities only)`;
}

function isCertificate(code: string): boolean {
  return UNTRUSTED.includes(code) || code === 'CERT_HAS_EXPIRED' || code === 'ERR_TLS_CERT_ALTNAME_INVALID';
}
