import { whyNotPublic } from '../../lib/config/public-host';
import type { Json } from '../../local/gateway/authorizer/decision';
import { tenantOf } from '../support/tenant-of';
import { hostnameAdvice } from '../support/wso2-places';

/** What to do about a discovery document that names another issuer than the configured one. */
export function issuerAdvice(configured: string, found: Json | undefined): string {
  // What follows is for pasting into a file or a shell, so it holds what an issuer may hold, and nothing else.
  if (typeof found !== 'string' || !URL.canParse(found) || !/^[\w.:/~%@+=,-]+$/.test(found)) {
    return 'see what answers there: WSO2 IS writes its issuer as a URL';
  }
  const [ours, theirs] = [new URL(configured), new URL(found)];
  const useTheirs = `write issuer: '${found}' in config/environments.ts, or -c issuer=${found}`;
  if (whyNotPublic(theirs.hostname) !== undefined || (ours.hostname === theirs.hostname && ours.port !== theirs.port)) {
    return hostnameAdvice(configured);
  }
  if (ours.hostname !== theirs.hostname) {
    return `where API Gateway can reach it, ${useTheirs}; else ${hostnameAdvice(configured)}`;
  }
  if (configured.endsWith('/oauth2/oidcdiscovery')) {
    return `${useTheirs}: what WSO2 IS answers below oidcdiscovery is the metadata of that one`;
  }
  return tenantOf(ours) === tenantOf(theirs)
    ? `${useTheirs}: iss in its tokens says so`
    : `${useTheirs}, or ask for the tenant of the application: WSO2 IS has an issuer for each, below /t/NAME and, for organizations, /o/ID`;
}
