import { createPublicKey } from 'node:crypto';
import type { Json } from './decision';
import { isFactoredAtOnce } from './factored';
import type { KeyLookup, KeyOrigin, VerificationKey } from './keys';
import { printable } from './printable';
import { hasRocaFingerprint } from './roca';
import { isJsonObject, type JsonObject } from './strict-json';

/** A JSON Web Key Set, sorted into what can verify a token and what cannot. */
export interface KeySet {
  readonly usable: ReadonlyMap<string, VerificationKey>;
  readonly unusable: readonly UnusableKey[];
}

/** An entry, or several under one `kid`, that verifies nothing. */
export interface UnusableKey {
  /** Undefined when the entry has none. */
  readonly kid: string | undefined;
  readonly why: UnusableKeyCode;
  /** In words, with the value. */
  readonly reason: string;
}

/**
 * Why an entry verifies nothing, for programs to branch on. `weak`: too short, with an unsound exponent, or made by a
 * chip whose keys can be factored.
 */
export type UnusableKeyCode = 'no-kid' | 'kid-conflict' | 'not-for-signing' | 'not-rsa' | 'invalid' | 'weak';

/** RFC 7518 section 3.3: RS256 and its like need keys of at least this many bits. */
const MIN_MODULUS_BITS = 2048;
/** OpenSSL verifies with no longer one (`OPENSSL_RSA_MAX_MODULUS_BITS`). */
const MAX_MODULUS_BITS = 16_384;
/** Under the exponent 1 anyone can sign; a greater one than this is refused by Go's crypto/rsa too. No RSA key has an even one. */
const MIN_EXPONENT = 3n;
const MAX_EXPONENT = 2n ** 31n - 1n;
/** RFC 7518 section 2, without padding. */
const BASE64URL = /^[\w-]+$/;

/**
 * Sorts a key set. Entries of other types than RSA do not spoil it; two different keys under one `kid` spoil that `kid`,
 * since nothing says which of them API Gateway would take.
 *
 * @returns undefined when the document is not a key set
 */
export function readKeySet(document: Json): KeySet | undefined {
  const entries = isJsonObject(document) ? document['keys'] : undefined;
  if (!Array.isArray(entries)) {
    return undefined;
  }
  const usable = new Map<string, VerificationKey>();
  const unusable: UnusableKey[] = [];
  const byKid = new Map<string, JsonObject[]>();
  for (const entry of entries as readonly Json[]) {
    const kid = isJsonObject(entry) ? entry['kid'] : undefined;
    if (!isJsonObject(entry) || typeof kid !== 'string' || kid === '') {
      unusable.push({ kid: undefined, why: 'no-kid', reason: 'an entry without kid' });
      continue;
    }
    byKid.set(kid, [...(byKid.get(kid) ?? []), entry]);
  }
  for (const [kid, sameKid] of byKid) {
    const key = readKey(kid, sameKid);
    if ('reason' in key) {
      unusable.push({ kid, ...key });
    } else {
      usable.set(kid, key);
    }
  }
  return { usable, unusable };
}

/** The one key behind all entries of a `kid`, or why there is none. */
function readKey(kid: string, entries: readonly JsonObject[]): VerificationKey | Omit<UnusableKey, 'kid'> {
  const [first] = entries;
  if (!first || entries.some((entry) => material(entry) !== material(first))) {
    return { why: 'kid-conflict', reason: 'different keys have this kid' };
  }
  const forSigning = entries.filter(isForSigning);
  if (forSigning.length === 0) {
    return { why: 'not-for-signing', reason: 'not a signing key (use, key_ops)' };
  }
  const { kty, n, e } = first;
  if (kty !== 'RSA') {
    return { why: 'not-rsa', reason: `not an RSA key (${printable(String(JSON.stringify(kty)))})` };
  }
  if (typeof n !== 'string' || typeof e !== 'string') {
    return { why: 'invalid', reason: 'not a complete RSA key (n, e)' };
  }
  // Node would read base64 of other kinds, too, and skip what is none.
  if (!BASE64URL.test(n) || !BASE64URL.test(e)) {
    return { why: 'invalid', reason: 'not a valid RSA key (n and e are not base64url)' };
  }
  const algorithms = forSigning.map(({ alg }) => alg);
  if (!algorithms.every(isAlgorithm)) {
    return { why: 'invalid', reason: 'an alg that is not a string' };
  }
  try {
    const publicKey = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    const { modulusLength: bits = 0, publicExponent = 0n } = publicKey.asymmetricKeyDetails ?? {};
    if (bits < MIN_MODULUS_BITS) {
      return { why: 'weak', reason: `an RSA key of ${bits} bits; at least ${MIN_MODULUS_BITS} are needed` };
    }
    if (bits > MAX_MODULUS_BITS) {
      return {
        why: 'invalid',
        reason: `an RSA key of ${bits} bits; more than ${MAX_MODULUS_BITS} are verified by nobody`,
      };
    }
    if (publicExponent < MIN_EXPONENT || publicExponent > MAX_EXPONENT || publicExponent % 2n === 0n) {
      return { why: 'weak', reason: `an RSA key with the exponent ${publicExponent}` };
    }
    const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
    if (hasRocaFingerprint(modulus)) {
      return { why: 'weak', reason: 'an RSA key that can be factored (ROCA, CVE-2017-15361)' };
    }
    if (isFactoredAtOnce(modulus)) {
      return { why: 'weak', reason: 'an RSA key that anybody can factor' };
    }
    return { kid, publicKey, algorithms };
  } catch {
    return { why: 'invalid', reason: 'not a valid RSA key' };
  }
}

function isAlgorithm(alg: Json | undefined): alg is string | undefined {
  return alg === undefined || typeof alg === 'string';
}

/** The identity of a key: two entries with the same one are one key. One key encoded in two ways counts as two, which refuses it. */
function material({ kty, n, e, crv, x, y, k }: JsonObject): string {
  return JSON.stringify([kty, n, e, crv, x, y, k]);
}

function isForSigning({ use, key_ops }: JsonObject): boolean {
  return (
    (use === undefined || use === 'sig') &&
    (key_ops === undefined || (Array.isArray(key_ops) && key_ops.includes('verify')))
  );
}

/**
 * Looks `kid`s up in a key set. The answer for a usable key is made once and is always the same object.
 */
export function createLookup(keySet: KeySet, origin: KeyOrigin): (kid: string) => KeyLookup {
  const found = new Map<string, KeyLookup>();
  for (const [kid, key] of keySet.usable) {
    found.set(kid, { kind: 'found', key, origin });
  }
  const knownKids = [...found.keys()];
  return (kid) => {
    const known = found.get(kid);
    if (known) {
      return known;
    }
    const reason = keySet.unusable.find((key) => key.kid === kid)?.reason;
    return reason === undefined ? { kind: 'unknown', knownKids, origin } : { kind: 'unusable', reason, origin };
  };
}
