import { discoveryUrl, readMetadata } from './discovery';
import type { FetchDocument } from './fetched-document';
import { type KeySet, readKeySet } from './key-set';
import type { KeyOrigin, KeysUnavailable } from './keys';

/** The keys that an issuer publishes, and where they were. */
export interface FetchedKeySet {
  readonly kind: 'key set';
  readonly keySet: KeySet;
  readonly origin: KeyOrigin;
}

/**
 * Asks an issuer for its keys as API Gateway does: the discovery document below the issuer, then the `jwks_uri` that it
 * names. Every failure is an answer, none an exception.
 */
export async function fetchKeySet(
  issuer: string,
  fetchDocument: FetchDocument,
): Promise<FetchedKeySet | KeysUnavailable> {
  const url = discoveryUrl(issuer);
  const discovery = await fetchDocument(url);
  if (!discovery.ok) {
    return { kind: 'unavailable', at: 'discovery', url, reason: discovery.reason };
  }
  const metadata = readMetadata(discovery.json, issuer);
  if (!metadata.ok) {
    const [{ found, expected }] = metadata.faults;
    return { kind: 'unavailable', at: 'discovery', url, reason: `${found}, expected ${expected}` };
  }
  const { jwksUri } = metadata;
  const jwks = await fetchDocument(jwksUri);
  if (!jwks.ok) {
    return { kind: 'unavailable', at: 'jwks', url: jwksUri, reason: jwks.reason };
  }
  const keySet = readKeySet(jwks.json);
  if (!keySet) {
    return { kind: 'unavailable', at: 'jwks', url: jwksUri, reason: 'JSON that is not a key set' };
  }
  const origin = { discovery: `jwks_uri ${jwksUri}`, keys: `${keySet.usable.size} usable key(s) at ${jwksUri}` };
  return { kind: 'key set', keySet, origin };
}
