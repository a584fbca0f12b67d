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

type KeyPair = Pick<SigningKey, 'privateKey' | 'publicKey'>;

const generate = promisify(generateKeyPair);

/** Of 2048 bits, as WSO2 IS ships. Several made at once use several cores. */
const newPair = (): Promise<KeyPair> => generate('rsa', { modulusLength: 2048 });

/**
 * A new key, in memory only.
 *
 * @param createPair - makes its RSA key pair. Default: a new one of 2048 bits
 */
export async function createSigningKey(createPair = newPair): Promise<SigningKey> {
  const pair = await createPair();
  const party = { name: 'Stand-in for WSO2 IS (token signing)', ...pair };
  return { ...pair, certificate: createCertificate({ subject: party, signer: party, use: 'signing' }) };
}
