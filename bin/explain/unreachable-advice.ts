import type { Failure } from './failure';

/** What Node says of a certificate that is not trusted. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|self-signed/;

/** What to do about an issuer whose keys cannot be had. */
export function unreachableAdvice({ check, isLaptop }: Failure): string[] {
  return [
    'Without the keys the signature is not checked, and API Gateway answers 401 to every token.',
    ...(UNTRUSTED.test(check.found)
      ? ['Give the certificate with --ca FILE to go on here. API Gateway itself trusts public authorities only.']
      : []),
    ...(isLaptop ? ['The issuer is that of a laptop: run npm start, which stands in for it.'] : []),
    'Run npm run preflight: it finds out what keeps API Gateway from the issuer. To do without it, give a saved key set: --jwks FILE.',
  ];
}
