import type { KeyObject } from 'node:crypto';

/** A public key of the issuer that signatures can be checked with. */
export interface VerificationKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  /** The `alg` of the key set's entries for this key; undefined among them: an entry that names none. */
  readonly algorithms: readonly (string | undefined)[];
}

/** The origin of keys, in words for a check's evidence. */
export interface KeyOrigin {
  readonly discovery: string;
  readonly keys: string;
}

/** The issuer's keys cannot be had. */
export interface KeysUnavailable {
  readonly kind: 'unavailable';
  /** The document that cannot be had, of the two. */
  readonly at: 'discovery' | 'jwks';
  readonly url: string;
  readonly reason: string;
}

/** The result of looking up a `kid`. */
export type KeyLookup =
  | { readonly kind: 'found'; readonly key: VerificationKey; readonly origin: KeyOrigin }
  | { readonly kind: 'unknown'; readonly knownKids: readonly string[]; readonly origin: KeyOrigin }
  /** The key set has the `kid`, but not as one RSA signing key. */
  | { readonly kind: 'unusable'; readonly reason: string; readonly origin: KeyOrigin }
  | KeysUnavailable;

/** The keys of one issuer. */
export interface KeySource {
  /**
   * Looks a `kid` up; at once when the answer is at hand, which is nearly always.
   *
   * The same key object comes back for as long as the keys behind it are held, and never for longer: whoever remembers
   * something about a key may go by its identity.
   */
  find(kid: string): KeyLookup | Promise<KeyLookup>;
}
