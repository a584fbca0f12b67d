import type { Failure } from './failure';

/** What to do about a `kid` that the key set does not have. */
export function kidAdvice({ token: { header } }: Failure): string[] {
  const form = formOf(String(header['kid']));
  return [
    ...(form === undefined
      ? []
      : [
          `The kid has the form of WSO2 IS ${form}; later releases name the same key otherwise. After an upgrade ask for a new token, or have the key set list the old names too (JWTValidatorConfigs.JWKSEndpoint.AddPreviousVersionKID in identity.xml, since 6.1).`,
        ]),
    'If key or certificate were changed after the token was issued (WSO2 IS makes kid from the certificate), ask for a new token. Keep the old key in the keystore for two hours, as long as API Gateway may hold keys, and the life of a token.',
    'Otherwise another server or another tenant signed it: compare its iss with the issuer, and in a cluster the keystores of all nodes.',
  ];
}

/** In which releases WSO2 IS wrote a `kid` that way, where it no longer does. */
function formOf(kid: string): string | undefined {
  const [hash = '', ...suffix] = kid.split('_');
  const isSha1 = /^[\da-f]{40}$/.test(Buffer.from(hash, 'base64url').toString('latin1'));
  return isSha1 ? (suffix.length === 0 ? '5.4 to 5.8' : '5.9') : undefined;
}
