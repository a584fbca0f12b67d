import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** By the authorities, and by the certificates that are trusted besides them. */
const contexts = new WeakMap<readonly string[], Map<string, SecureContext>>();

/**
 * The trust in these certificates, for an https agent. Made once for the same ones: to read all public certificate
 * authorities takes longer than a request.
 *
 * @param ca - certificates, as PEM, to trust besides the authorities; empty for none
 * @param authorities - as PEM. Default: the public ones that come with Node
 */
export function trustIn(ca: string, authorities: readonly string[] = rootCertificates): SecureContext {
  const made = contexts.get(authorities) ?? new Map<string, SecureContext>();
  contexts.set(authorities, made);
  const context = made.get(ca) ?? createSecureContext({ ca: [...authorities, ...(ca === '' ? [] : [ca])] });
  made.set(ca, context);
  return context;
}
