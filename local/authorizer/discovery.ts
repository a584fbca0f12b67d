import type { Json } from './decision';
import { printableMember } from './printable';
import { isJsonObject } from './strict-json';

/**
 * The URL at which API Gateway asks for an issuer's metadata: below the issuer's own path. A trailing slash of the issuer is not
 * doubled; which of the two AWS does is not established.
 */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** A URL is printable ASCII (RFC 3986); a parser passes over line ends, and takes whatever steers a terminal. */
const HTTPS = /^https:\/\/[\x21-\x7e]+$/;

/** The metadata's statement about the keys, or the reason not to believe it. */
export type Metadata =
  | { readonly ok: true; readonly jwksUri: string }
  | {
      readonly ok: false;
      readonly faults: readonly [MetadataFault, ...MetadataFault[]];
      /** The URL of the keys where only the issuer is wrong: for diagnosis, not to be trusted. */
      readonly jwksUri?: string;
    };

export interface MetadataFault {
  readonly at: 'document' | 'issuer' | 'jwks_uri';
  readonly found: string;
  readonly expected: string;
}

/**
 * Reads a discovery document. Its `issuer` must be the configured one, character for character: OpenID Connect
 * Discovery 1.0 section 4.3 asks for it. What API Gateway does with another one is not established.
 */
export function readMetadata(document: Json, issuer: string): Metadata {
  if (!isJsonObject(document)) {
    return { ok: false, faults: [{ at: 'document', found: 'JSON that is not an object', expected: 'a JSON object' }] };
  }
  const fault = (at: 'issuer' | 'jwks_uri', expected: string): MetadataFault => ({
    at,
    found: printableMember(at, document[at]),
    expected,
  });
  const issuerFault = document['issuer'] === issuer ? undefined : fault('issuer', printableMember('issuer', issuer));
  const jwksUri = document['jwks_uri'];
  if (typeof jwksUri !== 'string' || !HTTPS.test(jwksUri) || !URL.canParse(jwksUri)) {
    const uriFault = fault('jwks_uri', 'an https jwks_uri');
    return { ok: false, faults: issuerFault ? [issuerFault, uriFault] : [uriFault] };
  }
  return issuerFault ? { ok: false, faults: [issuerFault], jwksUri } : { ok: true, jwksUri };
}
