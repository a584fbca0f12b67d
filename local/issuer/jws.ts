import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { SigningKey } from './signing-key';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The claims of a token, or its header. */
export type Claims = Readonly<Record<string, Json>>;

/** The signing methods. WSO2 IS uses RS256; the others are there to be refused, or to be accepted knowingly. */
export type Algorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'HS256' | 'none';

/** The compact form (RFC 7515) of these, signed with the key whatever the header says. */
export function signJws(header: Claims, claims: Claims, key: SigningKey, algorithm: Algorithm): string {
  const input = `${encodeSegment(header)}.${encodeSegment(claims)}`;
  return `${input}.${signature(Buffer.from(input), key, algorithm).toString('base64url')}`;
}

/** A part of a token: base64url of JSON. */
export function encodeSegment(content: Claims): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function signature(input: Buffer, { privateKey, publicKey }: SigningKey, algorithm: Algorithm): Buffer {
  const hash = `sha${algorithm.slice(2)}`;
  switch (algorithm) {
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return sign(hash, input, privateKey);
    case 'PS256':
      return sign(hash, input, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    case 'ES256':
      // With a key of its own, as the issuer's is for RSA.
      return sign(hash, input, {
        key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
        dsaEncoding: 'ieee-p1363',
      });
    case 'HS256':
      // The classic confusion: the public key, which everybody has, as the shared secret.
      return createHmac(hash, publicKey.export({ type: 'spki', format: 'pem' }))
        .update(input)
        .digest();
    case 'none':
      return Buffer.alloc(0);
  }
}
