import { whyNotPublic } from '../../lib/api/public-host';
import { isJsonObject, type Json, printable, readMetadata } from '../../local/authorizer';
import { firstDifference } from '../kit/text';
import { hostnameAdvice, isAboveOrganization, isAsgardeo, issuerPath } from '../wso2/places';
import type { Findings } from './preflight-check';

/**
 * Checks that the discovery document is the configured issuer's, and says where the keys are.
 *
 * @returns the `jwks_uri`, even where the issuer is wrong, so that the rest is seen too
 */
export function checkMetadata(document: Json, issuer: string, findings: Findings): string | undefined {
  const metadata = readMetadata(document, issuer);
  const faults = metadata.ok ? [] : metadata.faults;
  const value = isJsonObject(document) ? document['issuer'] : undefined;
  if (faults.every(({ at }) => at === 'jwks_uri')) {
    findings.pass('issuer', issuer);
  }
  for (const { at, found, expected } of faults) {
    if (at === 'jwks_uri') {
      findings.fail(
        'jwks-uri',
        found,
        'see what answers there: WSO2 IS names its keys with https, and a proxy must not change that',
      );
    } else {
      findings.fail('issuer', `${found}${difference(value, issuer)}`, issuerMismatchAdvice(issuer, value), expected);
    }
  }
  if (metadata.jwksUri !== undefined) {
    findings.pass('jwks-uri', metadata.jwksUri);
  }
  return metadata.jwksUri;
}

/** The first character in which two issuers differ, which the eye passes over in a slash or a letter. */
function difference(found: Json | undefined, expected: string): string {
  if (typeof found !== 'string') {
    return '';
  }
  const at = firstDifference(found, expected);
  const shown = (text: string) => (at < text.length ? JSON.stringify(printable(text.charAt(at))) : 'the end');
  return ` (character ${at + 1} is ${shown(found)}, not ${shown(expected)})`;
}

/** Advice about a discovery document that names another issuer than the configured one. */
export function issuerMismatchAdvice(configured: string, found: Json | undefined): string {
  // What follows is for pasting into a file or a shell, so it holds what an issuer may hold, and nothing else.
  if (typeof found !== 'string' || !URL.canParse(found) || !/^[\w.:/~%@+=,-]+$/.test(found)) {
    return 'see what answers there: WSO2 IS writes its issuer as a URL';
  }
  const [ours, theirs] = [new URL(configured), new URL(found)];
  const useTheirs = `write issuer: '${found}' in config/environments.ts, or -c issuer=${found}`;
  if (whyNotPublic(theirs.hostname) !== undefined || (ours.hostname === theirs.hostname && ours.port !== theirs.port)) {
    return hostnameAdvice(configured);
  }
  if (isAsgardeo(ours) && isAsgardeo(theirs)) {
    return `${useTheirs}: an organization of Asgardeo has the issuer of its region`;
  }
  if (ours.hostname !== theirs.hostname) {
    return `where API Gateway can reach it, ${useTheirs}; else ${hostnameAdvice(configured)}`;
  }
  if (configured.endsWith('/oauth2/oidcdiscovery')) {
    return `${useTheirs}: what WSO2 IS answers below oidcdiscovery is the metadata of that one`;
  }
  const [here, there] = [issuerPath(ours), issuerPath(theirs)];
  if (here.tenant !== there.tenant) {
    return isAboveOrganization(here.tenant, there.tenant)
      ? `${useTheirs}, where the application takes its tokens from there: from 7.3 on an application of an organization has the issuer of its root or that of the organization`
      : `${useTheirs}, or ask for the tenant of the application: WSO2 IS has an issuer for each, below /t/NAME and, for organizations, /t/NAME/o/ID`;
  }
  if (here.contextPath !== there.contextPath) {
    return there.contextPath === ''
      ? `set [server] proxy_context_path = "${here.contextPath.slice(1)}" in WSO2 IS's deployment.toml, since the proxy answers below it; or ${useTheirs}`
      : `${useTheirs}: WSO2 IS has ${there.contextPath} as its proxy_context_path, which stands before its paths and names no tenant`;
  }
  return `${useTheirs}: iss in its tokens says so`;
}
