import { createHash } from 'node:crypto';
import { isJsonObject, type Json, strictJson } from '../local/authorizer';

/** A key by name and substance. */
export interface NamedKey {
  readonly kid: string;
  /** The JWK thumbprint (RFC 7638, SHA-256, base64url), which is the key's own, whatever its certificate and `kid`. */
  readonly thumbprint: string;
}

/** The difference between two key sets. A key that has another substance under its old `kid` is in both. */
export interface KeyChanges {
  readonly added: readonly NamedKey[];
  readonly removed: readonly NamedKey[];
}

/**
 * Compares two key sets as they stand in the bucket.
 *
 * @param before undefined where none was published; what is no key set counts as none
 */
export function keyChanges(before: Uint8Array | undefined, after: Uint8Array): KeyChanges {
  const [old, young] = [before === undefined ? [] : namedKeys(before), namedKeys(after)];
  const without = (keys: readonly NamedKey[], others: readonly NamedKey[]) =>
    keys.filter(({ kid, thumbprint }) => !others.some((other) => other.kid === kid && other.thumbprint === thumbprint));
  return { added: without(young, old), removed: without(old, young) };
}

/** The keys of a key set, each once, in its order. */
function namedKeys(bytes: Uint8Array): readonly NamedKey[] {
  const document = strictJson(bytes);
  const entries =
    isJsonObject(document) && Array.isArray(document['keys']) ? (document['keys'] as readonly Json[]) : [];
  const keys = new Map(
    entries.filter(isJsonObject).map((entry) => {
      const { kid, kty, n, e } = entry;
      const thumbprint = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
      return [`${kid} ${thumbprint}`, { kid: String(kid), thumbprint }];
    }),
  );
  return [...keys.values()];
}
