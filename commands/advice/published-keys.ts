import {
  type createDocumentFetcher,
  discoveryUrl,
  isJsonObject,
  type Json,
  readMetadata,
} from '../../local/authorizer';
import type { IssuerView, KeyView } from '../../local/console';

/** The keys that an issuer publishes now, or why they cannot be had. */
export async function publishedKeys(
  issuer: string,
  fetchDocument: ReturnType<typeof createDocumentFetcher>,
): Promise<Pick<IssuerView, 'keys' | 'keysError'>> {
  const discovery = await fetchDocument(discoveryUrl(issuer));
  if (!discovery.ok) {
    return { keys: [], keysError: `${discovery.url}: ${discovery.reason}` };
  }
  const metadata = readMetadata(discovery.json, issuer);
  if (!metadata.ok) {
    const [{ found, expected }] = metadata.faults;
    return { keys: [], keysError: `${discovery.url}: found ${found}, expected ${expected}` };
  }
  const published = await fetchDocument(metadata.jwksUri);
  if (!published.ok) {
    return { keys: [], keysError: `${published.url}: ${published.reason}` };
  }
  const entries = isJsonObject(published.json) ? published.json['keys'] : undefined;
  return Array.isArray(entries)
    ? { keys: entries.map(keyView) }
    : { keys: [], keysError: `${published.url}: JSON that is not a key set` };
}

function keyView(entry: Json): KeyView {
  const { kid, kty, alg, use, n } = isJsonObject(entry) ? entry : {};
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
  return {
    kid: text(kid) ?? '',
    kty: text(kty) ?? '',
    alg: text(alg),
    use: text(use),
    bits: typeof n === 'string' ? Buffer.from(n, 'base64url').length * 8 : undefined,
  };
}
