import { createHash } from 'node:crypto';

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
