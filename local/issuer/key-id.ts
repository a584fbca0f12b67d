import { thumbprint } from './thumbprint';

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
