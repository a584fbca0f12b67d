import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { createCertificate } from './certificate';

/** An entry of WSO2 IS's keystore: an RSA key pair, and the certificate from which WSO2 IS derives the `kid`. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As DER. */
  readonly certificate: Buffer;
}

const generate = promisify(generateKeyPair);

/** A new key of 2048 bits, as WSO2 IS ships, in memory only. Several made at once use several cores. */
export async function createSigningKey(): Promise<SigningKey> {
  const pair = await generate('rsa', { modulusLength: 2048 });
  const party = { name: 'Stand-in for WSO2 IS (token signing)', ...pair };
  return { ...pair, certificate: createCertificate({ subject: party, signer: party, use: 'signing' }) };
}
