import { createHash } from 'node:crypto';

/**
 * The forms of a `kid` in WSO2 IS: from the SHA-1 of the certificate up to 5.8, the same with the algorithm from 5.9, from
 * its SHA-256 with the algorithm since 5.10. A new certificate for the same key is therefore a new `kid`.
 */
export type KeyIdForm = 'sha1' | 'sha1_alg' | 'sha256_alg';

/** The `kid` of the key with this certificate (DER). The algorithm is RS256, the one that WSO2 IS lists its keys for. */
export function keyId(certificate: Buffer, form: KeyIdForm = 'sha256_alg'): string {
  switch (form) {
    case 'sha1':
      return thumbprint(certificate, 'sha1-hex');
    case 'sha1_alg':
      return `${thumbprint(certificate, 'sha1-hex')}_RS256`;
    case 'sha256_alg':
      return `${thumbprint(certificate, 'sha256-hex')}_RS256`;
  }
}

/**
 * The forms of a certificate's thumbprint in a JWT. The plain forms are those of RFC 7515. The `hex` forms are
 * WSO2's own: base64url of the digest's lower-case hexadecimal text.
 */
export type ThumbprintForm = 'sha1' | 'sha256' | 'sha1-hex' | 'sha256-hex';

/** @param certificate - as DER */
export function thumbprint(certificate: Buffer, form: ThumbprintForm): string {
  const digest = createHash(form.startsWith('sha1') ? 'sha1' : 'sha256')
    .update(certificate)
    .digest();
  return (form.endsWith('-hex') ? Buffer.from(digest.toString('hex')) : digest).toString('base64url');
}
