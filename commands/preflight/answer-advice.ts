import type { FetchEvidence } from '../../local/authorizer';
import { ASGARDEO_ISSUERS, isAsgardeo } from '../wso2/places';
import type { DocumentName } from './preflight-check';

const DISCOVERY = '/.well-known/openid-configuration';

/** Advice about a document that WSO2 IS, or what stands before it, did not give out with status 200. */
export function answerAdvice(document: DocumentName, { url, status = 0, location }: FetchEvidence): string {
  if (status >= 300 && status < 400) {
    return redirectAdvice(document, location);
  }
  if (status === 401 || status === 403) {
    return document === 'discovery' ? loginAdvice(new URL(url)) : JWKS_LOGIN;
  }
  if (status >= 500 && url.endsWith(`/oauth2/oidcdiscovery${DISCOVERY}`)) {
    return oidcDiscoveryAdvice(url);
  }
  if (status >= 500) {
    return 'see repository/logs/wso2carbon.log, and that of the proxy before WSO2 IS: with 502, 503 or 504 it is the proxy that finds no WSO2 IS';
  }
  if (status === 404 && document === 'discovery') {
    return notFoundAdvice(new URL(url));
  }
  return status === 0
    ? 'let the connection stay open until the answer is complete: see the log of the proxy before WSO2 IS'
    : 'answer with status 200: see what WSO2 IS, or the proxy before it, says there';
}

/**
 * Up to IS 5.7 that path answers for host and port of WSO2 IS's own configuration only, and 500 behind a proxy.
 *
 * @see https://github.com/wso2/product-is/issues/3652, https://github.com/wso2/product-is/issues/4188; the code of 6.0.53
 *   (IS 5.7) and 6.0.168 (IS 5.8) in `OIDCDiscoveryEndpoint`
 */
function oidcDiscoveryAdvice(url: string): string {
  const issuer = url.slice(0, -`/oidcdiscovery${DISCOVERY}`.length);
  return `use ${issuer}/token as the issuer, which WSO2 IS writes into iss and answers below from 5.8 on; up to 5.7 oidcdiscovery answers 500 behind a proxy, so upgrade; else see repository/logs/wso2carbon.log`;
}

/** @see https://github.com/wso2/product-is/issues/6333 for tenants */
const JWKS_LOGIN =
  'let WSO2 IS give out its keys without login, its default: [[resource.access_control]] context = "(.*)/oauth2/jwks(.*)", secure = false, http_method = "all" in deployment.toml; older releases ask for one at a tenant\'s, which an update mends';

function loginAdvice({ origin, pathname }: URL): string {
  return pathname === DISCOVERY
    ? `use ${origin}/oauth2/token as the issuer: WSO2 IS asks for a login at its root`
    : 'open it without login: up to IS 5.8, which has no deployment.toml, set secured="false" for (.*)/.well-known(.*) in repository/conf/identity/identity.xml; from 5.9 on it is open, so see the proxy before WSO2 IS';
}

function notFoundAdvice(url: URL): string {
  const { origin, pathname } = url;
  if (isAsgardeo(url)) {
    return ASGARDEO_ISSUERS;
  }
  return pathname.endsWith(`/oauth2/token${DISCOVERY}`)
    ? "check the tenant in the path and that the proxy passes on /oauth2/token/.well-known; WSO2 IS answers there from 5.8 on, a tenant's below /t/NAME, an organization's below /t/NAME/o/ID, all of it below its proxy_context_path if it has one"
    : `use the issuer that WSO2 IS writes into iss: ${origin}/oauth2/token, of a tenant ${origin}/t/NAME/oauth2/token, of an organization ${origin}/t/NAME/o/ID/oauth2/token`;
}

function redirectAdvice(document: DocumentName, location = ''): string {
  if (/login|authenticationendpoint|sso/i.test(location)) {
    return 'open it without login, at WSO2 IS and at the proxy before it';
  }
  return document === 'discovery' && location.startsWith('https://') && location.endsWith(DISCOVERY)
    ? `API Gateway follows no redirects as far as is known: use ${location.slice(0, -DISCOVERY.length)} as the issuer, if that is what iss says`
    : 'answer 200 there and then: API Gateway follows no redirects as far as is known';
}
