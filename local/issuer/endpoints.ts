import { FaultError } from '../fault';
/** The endpoints of an issuer: paths as WSO2 IS lays them out, below the tenant's path if there is one. */
export interface Endpoints {
  /** Scheme, host and port of the issuer, which all published URLs have. */
  readonly origin: string;
  /** Of the issuer, without port; an IPv6 address without brackets. */
  readonly hostname: string;
  /** The two paths at which WSO2 IS serves its metadata. The first is the one below the issuer. */
  readonly discovery: readonly [string, string];
  readonly token: string;
  readonly authorize: string;
  readonly jwks: string;
  readonly introspect: string;
  readonly revoke: string;
  readonly userinfo: string;
  readonly logout: string;
  readonly login: string;
}

/**
 * WSO2 IS's issuer is the URL of its token endpoint, so everything else stands beside it. An issuer of another form has
 * the same paths below itself.
 */
export function endpointsOf(issuer: string): Endpoints {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '') {
    throw new FaultError({
      what: 'the issuer of the stand-in',
      got: JSON.stringify(issuer),
      expected: 'an https URL without query and fragment',
      fix: 'correct the issuer of the environment, or of the JWT authorizer in the template',
    });
  }
  const path = url.pathname.replace(/\/$/, '');
  const base = path.replace(/\/oauth2\/token$/, '');
  return {
    origin: url.origin,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    discovery: [
      `${path}/.well-known/openid-configuration`,
      `${base}/oauth2/oidcdiscovery/.well-known/openid-configuration`,
    ],
    token: `${base}/oauth2/token`,
    authorize: `${base}/oauth2/authorize`,
    jwks: `${base}/oauth2/jwks`,
    introspect: `${base}/oauth2/introspect`,
    revoke: `${base}/oauth2/revoke`,
    userinfo: `${base}/oauth2/userinfo`,
    logout: `${base}/oidc/logout`,
    login: `${base}/authenticationendpoint/login.do`,
  };
}
