import { constants, verify } from 'node:crypto';
import { RSA_HASHES } from './algorithm';
import { type Check, fail, pass } from './decision';
import type { VerificationKey } from './keys';
import { printable } from './printable';
import type { DecodedToken } from './token';

/**
 * Checks that the key made the signature of the token. A key whose `alg` is another one than the token's does not count;
 * whether API Gateway looks at that is not established.
 *
 * @param verified - the same token was verified with the same key before, so that the arithmetic can be left out
 */
export function checkSignature(token: DecodedToken, key: VerificationKey, verified: boolean): Check {
  const algorithm = String(token.header['alg']);
  if (verified) {
    return VALID;
  }
  if (!key.algorithms.includes(undefined) && !key.algorithms.includes(algorithm)) {
    const found = `a key for ${printable(key.algorithms.join(', '))}`;
    return fail('signature', 'key-algorithm', found, `a key for ${algorithm}`);
  }
  return isSignedBy(token, algorithm, key)
    ? VALID
    : fail('signature', 'signature', 'a signature that the key of this kid did not make', VALID.expected);
}

const VALID = pass(
  'signature',
  'a signature that the key of this kid made',
  'a signature that the key of this kid made',
);

/** RSASSA-PKCS1-v1_5. False for every algorithm but RS256, RS384 and RS512. */
function isSignedBy({ signingInput, signature }: DecodedToken, algorithm: string, key: VerificationKey): boolean {
  const hash = RSA_HASHES.get(algorithm);
  return (
    hash !== undefined &&
    verify(
      hash,
      Buffer.from(signingInput, 'latin1'),
      { key: key.publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(signature, 'base64url'),
    )
  );
}
