import type { JsonWebKey } from 'node:crypto';
import { type KeyIdForm, keyId, thumbprint } from './key-id';
import type { KeyRing } from './key-ring';

/** A JSON Web Key Set. */
export interface KeySetDocument {
  readonly keys: readonly JsonWebKey[];
}

/**
 * The published keys, with the members that WSO2 IS 7 writes.
 *
 * @param previousKids - lists each key also under the `kid`s that releases before 5.10 gave it, as WSO2 IS 6.1 and later
 * does with `add_previous_version_kid` under `[oauth.jwks_endpoint]`: several entries with one modulus
 */
export function keySetOf({ listed }: KeyRing, previousKids = false): KeySetDocument {
  const forms: readonly KeyIdForm[] = previousKids ? ['sha256_alg', 'sha1_alg', 'sha1'] : ['sha256_alg'];
  return {
    keys: listed.flatMap(({ publicKey, certificate }) => {
      const { kty, e, n } = publicKey.export({ format: 'jwk' });
      return forms.map((form) => ({
        kty,
        'x5t#S256': thumbprint(certificate, 'sha256'),
        e,
        use: 'sig',
        kid: keyId(certificate, form),
        x5c: [certificate.toString('base64')],
        alg: 'RS256',
        n,
      }));
    }),
  };
}
