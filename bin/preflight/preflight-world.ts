import { lookup } from 'node:dns/promises';
import { rootCertificates } from 'node:tls';
import type { Lead } from '../../local/gateway/authorizer/fetch-document';

/** What preflight takes for the internet, so that tests can be it. */
export interface PreflightWorld {
  /** All addresses of a host name, IPv4 and IPv6. Rejects with Node's error where it has none. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** The public certificate authorities, as PEM. */
  readonly authorities: readonly string[];
  /** Where to connect for the issuer's origin. @default its own host */
  readonly lead?: Lead;
}

/**
 * The internet as this machine sees it. The certificate authorities are Mozilla's, which come with Node: API Gateway's list
 * for JWT authorizers is not published. Nothing in the environment adds to them.
 */
export const PUBLIC_WORLD: PreflightWorld = {
  resolve: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  authorities: rootCertificates,
};
