import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createCertificate as createDer, type CertificateProps as DerProps } from '../../local/issuer/certificate';

export interface CertificateProps extends Pick<DerProps, 'validFrom' | 'validTo'> {
  /** DNS names and IP addresses. @default ['localhost', '127.0.0.1'] */
  readonly names?: readonly string[];
}

/** Both as PEM. The certificate signs itself, as that of a fresh WSO2 IS does, so it is its own CA file. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A throw-away server certificate: P-256, made in memory, never written anywhere. */
export function createCertificate({ names = ['localhost', '127.0.0.1'], ...life }: CertificateProps = {}): Certificate {
  const party = { name: names[0] ?? '', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const der = createDer({ subject: party, signer: party, use: { serverNames: names }, ...life });
  return {
    key: party.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: new X509Certificate(der).toString(),
  };
}
