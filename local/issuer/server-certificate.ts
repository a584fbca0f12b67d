import { generateKeyPairSync } from 'node:crypto';
import { createCertificate } from './certificate';

/** The key and certificates of an https server, and the one that its clients have to trust. All as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * A certificate for these DNS names and IP addresses, signed by an authority made for it. The authority's private key
 * is gone when this returns: whoever trusts the authority trusts this one certificate and no other, ever.
 */
export function createServerCertificate(names: readonly string[]): ServerCertificate {
  // P-256, because such keys are made in no time.
  const authority = { name: 'Stand-in for WSO2 IS (authority)', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const server = { name: 'Stand-in for WSO2 IS', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(createCertificate({ subject: server, signer: authority, use: { serverNames: names } })),
    ca: pem(createCertificate({ subject: authority, signer: authority, use: 'authority' })),
  };
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
