import type { Advice } from '../../lib/config/fault';

/** What Node says of a certificate that no trusted authority vouches for. */
export const UNTRUSTED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** What to do about an issuer that gave no answer, by Node's error code. */
export function unreachable(code: string, { laptopOnly }: { readonly laptopOnly: boolean }): Advice {
  if (UNTRUSTED.includes(code)) {
    const fix = 'give its certificate with --ca FILE; API Gateway itself trusts public authorities only';
    return { expected: 'a certificate of a trusted authority', fix };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return {
      expected: 'a certificate that is still valid',
      fix: 'renew it at WSO2 IS, or at the proxy in front of it',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { expected: "a certificate for the issuer's host name", fix: 'use the host name that it is for' };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return { expected: 'TLS', fix: 'check the port: 9443 is the one for https by default in WSO2 IS' };
  }
  return {
    expected: 'WSO2 IS to answer there',
    fix: laptopOnly ? 'run npm start, which stands in for it' : 'check host and port, and that WSO2 IS runs',
  };
}
