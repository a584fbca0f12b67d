import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Advice } from '../check/fault';

const ROOT = join(__dirname, '../..');

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM file of `issuerMirror.ca`, without what stands around them.
 *
 * @param path from the root of the repository, checked by {@link caFaults}
 */
export function readAuthorities(path: string): string {
  return certificatesIn(readFileSync(join(ROOT, path), 'utf8')).join('\n');
}

/** The faults of `issuerMirror.ca`: of the path, of the file, of what it holds. */
export function caFaults(path: string): Advice[] {
  if (!/^config\/[\w-][\w.-]*\.pem$/.test(path)) {
    return [{ expected: 'a PEM file in config/', fix: 'put it there, and write "config/NAME.pem"' }];
  }
  let pem: string;
  try {
    pem = readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return [{ expected: 'a file that can be read', fix: 'put the certificate of the authority there, as PEM' }];
  }
  if (pem.includes('PRIVATE KEY')) {
    const fix = 'take the key out of the file and of git, and renew it: whoever has it can pose as WSO2 IS';
    return [{ expected: 'certificates alone, it holds a private key', fix }];
  }
  const certificates = certificatesIn(pem);
  return certificates.length > 0 && certificates.every(isCertificate)
    ? []
    : [
        {
          expected: 'PEM certificates of the authorities that WSO2 IS has its certificate from',
          fix: 'convert it: openssl x509 -inform der -in ca.crt -out ca.pem',
        },
      ];
}

function certificatesIn(pem: string): string[] {
  return pem.replaceAll('\r\n', '\n').match(CERTIFICATES) ?? [];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
