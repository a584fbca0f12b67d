import { createDocumentFetcher, discoveryUrl, type FetchResult } from '../../local/authorizer';
import type { IssuerConnection } from '../wso2/connection';
import { hostnameAdvice } from '../wso2/places';
import { certificateFault, checkDocument } from './check-document';
import { checkKeySet } from './check-key-set';
import { checkMetadata } from './check-metadata';
import { checkMirror, type MirrorPlace } from './check-mirror';
import { checkPlace, type PreflightWorld } from './check-place';
import { createFindings, type DocumentName, type PreflightCheck } from './preflight-check';

export interface PreflightProps {
  readonly issuer: string;
  /** The environment is one that is never deployed. */
  readonly laptopOnly: boolean;
  /** The way from this machine to the issuer; what it trusts besides public authorities never makes a check pass. */
  readonly connection: IssuerConnection;
  readonly world: PreflightWorld;
  /** The mirror that answers for WSO2 IS. @default WSO2 IS answers itself */
  readonly mirror?: MirrorPlace | undefined;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** The report on an issuer: API Gateway will accept it and its tokens, or why not. */
export interface PreflightReport {
  readonly issuer: string;
  /** No check failed, and each was reached. */
  readonly ok: boolean;
  /** All checks there are, in order. */
  readonly checks: readonly PreflightCheck[];
}

/**
 * Looks at an issuer as API Gateway will when the authorizer is created and when tokens come, as far as can be seen from
 * this machine: the same documents, fetched and read by the code of the local gateway. It goes on after a failure as far as
 * there is something to look at.
 */
export async function runPreflight({
  issuer,
  laptopOnly,
  connection,
  world,
  mirror,
  now,
}: PreflightProps): Promise<PreflightReport> {
  const findings = createFindings();
  const { ca, connectTo = world.connectTo } = connection;
  const publicly = createDocumentFetcher({ authorities: world.authorities, connectTo });
  const privately = ca === undefined ? undefined : createDocumentFetcher({ ca, connectTo });

  const seen: { [document in DocumentName]: FetchResult | undefined } = { discovery: undefined, jwks: undefined };
  const look = async (document: DocumentName, url: string, notPublic: string) => {
    const otherView =
      mirror === undefined
        ? OTHER_VIEW
        : `${OTHER_VIEW}, or ask the mirror at its own address: npm run preflight -- --mirror-target NAME`;
    const place = { document, host: new URL(url).hostname, notPublic, otherView };
    const [result] = await Promise.all([publicly(url), checkPlace(place, world, findings)]);
    const untrusted = !result.ok && result.failure === 'tls' && certificateFault(result.code) === 'certificate';
    const again = untrusted ? await privately?.(url) : undefined;
    seen[document] = result;
    return checkDocument({ document, laptopOnly, publicly: result, privately: again, now }, findings);
  };

  const metadata = await look('discovery', discoveryUrl(issuer), NOT_DEPLOYED);
  const jwksUri = metadata === undefined ? undefined : checkMetadata(metadata, issuer, findings);
  if (jwksUri !== undefined) {
    const keys = await look('jwks', jwksUri, laptopOnly ? NOT_DEPLOYED : hostnameAdvice(issuer));
    if (keys !== undefined) {
      checkKeySet(keys, findings);
    }
  }
  const ofMirror = mirror === undefined ? [] : await checkMirror(issuer, seen, mirror);
  return reportOf(issuer, [...findings.all(), ...ofMirror]);
}

/** The report of these checks. */
export function reportOf(issuer: string, checks: readonly PreflightCheck[]): PreflightReport {
  return { issuer, ok: checks.every(({ result }) => result === 'pass' || result === 'warn'), checks };
}

const OTHER_VIEW =
  'let its A and AAAA records hold public addresses only; where your network alone resolves it so (VPN, split DNS, /etc/hosts), look from another';

/** The configuration itself refuses such an issuer for every other environment. */
const NOT_DEPLOYED =
  'choose an environment that is not for a laptop (-c env=NAME), or give -c issuer=https://… -c clientId=…';
