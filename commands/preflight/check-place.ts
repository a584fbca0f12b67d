import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { whyNotPublic } from '../../lib/api/public-host';
import type { ConnectTo } from '../../local/authorizer';
import type { DocumentName, Findings } from './preflight-check';

/** A host that a document is fetched from. */
export interface HostPlace {
  readonly document: DocumentName;
  /** As in the URL: a name, an IPv4 address, an IPv6 address in brackets. */
  readonly host: string;
  /** Advice for a host that is not one of the internet. */
  readonly notPublic: string;
  /** Advice for a name of the internet that this machine finds at another address. */
  readonly otherView: string;
}

/** Checks that a host is on the internet, by its name and by every address that it has. */
export async function checkPlace(
  { document, host, notPublic, otherView }: HostPlace,
  { resolve }: Pick<PreflightWorld, 'resolve'>,
  findings: Findings,
): Promise<void> {
  const reason = whyNotPublic(host);
  if (reason === undefined) {
    findings.pass(`${document}-host`, host);
  } else {
    findings.fail(`${document}-host`, `${host}: a ${reason}`, notPublic);
  }

  const code = `${document}-addresses` as const;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  try {
    const addresses = isIP(bare) === 0 ? await resolve(bare) : [bare];
    const found = addresses.map((address) => {
      const why = whyNotPublic(address);
      return { why, text: why === undefined ? address : `${address} (${why})` };
    });
    const text = found.length === 0 ? 'none' : found.map((address) => address.text).join(', ');
    if (found.length === 0 || found.some(({ why }) => why !== undefined)) {
      findings.fail(code, text, reason === undefined ? otherView : notPublic);
    } else {
      findings.pass(code, text);
    }
  } catch (error) {
    const { code: why = 'no address' } = error as NodeJS.ErrnoException;
    findings.fail(
      code,
      `${why}: ${bare} has no address`,
      document === 'discovery'
        ? 'correct the host in config/environments.ts or -c issuer, or publish its A or AAAA record'
        : 'publish its A or AAAA record',
    );
  }
}

/** The internet as preflight sees it, so that tests can be it. */
export interface PreflightWorld {
  /** All addresses of a host name, IPv4 and IPv6. Rejects with Node's error where it has none. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** The public certificate authorities, as PEM. */
  readonly authorities: readonly string[];
  /** The server to connect to for the issuer's origin. @default its own host */
  readonly connectTo?: ConnectTo;
}

/**
 * The internet as this machine sees it. The certificate authorities are Mozilla's, which come with Node: API Gateway's list
 * for JWT authorizers is not published. Nothing in the environment adds to them.
 */
export const PUBLIC_WORLD: PreflightWorld = {
  resolve: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  authorities: rootCertificates,
};
