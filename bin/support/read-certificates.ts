import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CommandError } from './command-error';

/**
 * The PEM file of `--ca`.
 *
 * @throws CommandError when it cannot be read or holds no certificate
 */
export function readCertificates(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    // OpenSSL has codes of its own for what is in the file.
    const { code = 'ERR_' } = cause as NodeJS.ErrnoException;
    const got = code.startsWith('ERR_') ? 'a file without a certificate' : code;
    const fix = 'export it with: openssl s_client -connect HOST:9443 -showcerts';
    throw new CommandError([{ what: `--ca ${file}`, got, expected: 'a PEM file with a certificate', fix }], { cause });
  }
}
