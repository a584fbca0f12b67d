import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Json } from '../../../local/authorizer/decision';
import { nextKeyPair } from '../../support/rsa-keys';

/** A signing key pair. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export type Members = { readonly [name: string]: Json | undefined };

export const ISSUER = 'https://is.example.com/oauth2/token';
export const CLIENT_ID = 'cZ8ClGPOknPddZ5xJMf_B_i7TPQa';
/** 2026-11-24T00:00:00Z, in seconds; the tests' clock stands a minute later. */
export const ISSUED_AT = 1_795_478_400;
export const NOW = (ISSUED_AT + 60) * 1000;

export function createRsaKey(kid: string, modulusLength = 2048): SigningKey {
  return { kid, ...(modulusLength === 2048 ? nextKeyPair() : generateKeyPairSync('rsa', { modulusLength })) };
}

/** The public half as an entry of a key set; members given as undefined are left out. */
export function jwkOf(key: SigningKey, members: Members = {}): Json {
  const jwk = { ...key.publicKey.export({ format: 'jwk' }), use: 'sig', kid: key.kid, alg: 'RS256', ...members };
  return JSON.parse(JSON.stringify(jwk));
}

/** Claims as WSO2 IS 7 writes them for client credentials, with the changes; undefined leaves a claim out. */
export function claimsWith(changes: Members = {}): Members {
  return {
    sub: CLIENT_ID,
    aut: 'APPLICATION',
    iss: ISSUER,
    client_id: CLIENT_ID,
    aud: CLIENT_ID,
    nbf: ISSUED_AT,
    azp: CLIENT_ID,
    org_id: '10084a8d-113f-4211-a0d5-efe36b082211',
    scope: 'quotes:read quotes:write',
    exp: ISSUED_AT + 3600,
    org_name: 'Super',
    iat: ISSUED_AT,
    jti: 'cff8ba24-4203-4b99-82b6-7be132033610',
    ...changes,
  };
}

/** A token for these claims, signed with RS256 unless the header names another algorithm. */
export function mint(key: SigningKey, claims: Members = claimsWith(), header: Members = {}): string {
  return sealed(key, `${segment({ typ: 'at+jwt', kid: key.kid, alg: 'RS256', ...header })}.${segment(claims)}`, header);
}

/** Signs any two segments, however odd, with the algorithm of the header. */
export function sealed(key: SigningKey, signingInput: string, { alg = 'RS256' }: Members = {}): string {
  return `${signingInput}.${signatureBytes(key, signingInput, String(alg)).toString('base64url')}`;
}

/** Base64url of JSON, or of a text that need not be JSON. */
export function segment(content: Members | string): string {
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}

function signatureBytes({ privateKey, publicKey }: SigningKey, input: string, alg: string): Buffer {
  const data = Buffer.from(input);
  const hash = `sha${alg.slice(2)}`;
  switch (alg.slice(0, 2)) {
    case 'RS':
      return sign(hash, data, privateKey);
    case 'PS':
      return sign(hash, data, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    case 'ES':
      return sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    case 'HS':
      // The classic confusion: the public key, which everybody has, as the shared secret.
      return createHmac(hash, publicKey.export({ type: 'spki', format: 'pem' }))
        .update(data)
        .digest();
    default:
      return Buffer.alloc(0);
  }
}
