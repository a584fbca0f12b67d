import { createHash, createPublicKey } from 'node:crypto';
import { isJsonObject, type Json } from '../local/authorizer';

/** A signing key that WSO2 shipped, private half included. */
export interface ShippedKey {
  readonly shippedIn: string;
  readonly bits: number;
}

/**
 * The default signing keys of WSO2 IS, by the SHA-256 of the public key (the DER of its SubjectPublicKeyInfo, in hex):
 * their `kid`s and certificates changed from release to release while keys stayed. All have the alias `wso2carbon` but one.
 *
 * @see https://github.com/wso2/carbon-kernel and https://github.com/wso2/product-is, the history of
 * `repository/resources/security/wso2carbon.jks` and `wso2carbon.p12`
 */
export const WSO2_DEFAULT_KEYS: Readonly<Record<string, ShippedKey>> = {
  da909c62b1bdd210c5c70382b15c9aef0a5b423aa1072dce3ec172c93fbbd74f: {
    shippedIn: 'WSO2 products up to IS 5.3',
    bits: 1024,
  },
  ad874c42382e2a464a3dba787fb3a0b5e2de30100545742758a6fbf0cb6aca5e: { shippedIn: 'IS 5.4 to 5.8', bits: 2048 },
  ab9dbc9c2104a2799538f3ad93737ddf97b57adee210e70b175525404710b6ab: { shippedIn: 'IS 5.9', bits: 2048 },
  caa08ab78bb6223dd7f464a988b788e2fbd5a5899033b1cdf19f8727def145e3: { shippedIn: 'IS 5.10 and 5.11', bits: 2048 },
  '28396ee1bcfc3cdddefa72692c6ab0ffe28424b6175af1cbd8f2d1adc153e5b1': { shippedIn: 'IS 6.0 and 6.1', bits: 2048 },
  '12a769c3f680f207ef72565f90945b835fa2cfa641b7c5342641e386780bb978': { shippedIn: 'IS 7.0', bits: 2048 },
  be316d356dd4254e968a8f0b8c1edafcd34d3160fb00b690ad9d855d0248f066: { shippedIn: 'IS 7.0, alias newkey', bits: 2048 },
  '884f63a7e19256009e5741c358a5d03e94e6e1a06e1bb4414e5623dc4716c0e5': { shippedIn: 'IS 7.1 to 7.3', bits: 2048 },
};

/** The default key of WSO2 that an entry of a key set holds, whatever its `kid`, use or certificate; undefined if none. */
export function defaultKeyOf(entry: Json): ShippedKey | undefined {
  if (!isJsonObject(entry)) {
    return undefined;
  }
  const { n, e } = entry;
  if (typeof n !== 'string' || typeof e !== 'string') {
    return undefined;
  }
  try {
    const der = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    const fingerprint = createHash('sha256').update(der).digest('hex');
    return Object.hasOwn(WSO2_DEFAULT_KEYS, fingerprint) ? WSO2_DEFAULT_KEYS[fingerprint] : undefined;
  } catch {
    // No key that anyone could verify with.
    return undefined;
  }
}
