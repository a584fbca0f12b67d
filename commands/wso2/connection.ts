import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../../lib/config/environment';
import type { Lead } from '../../local/authorizer';
import { CommandError, type CommandIo, type Flags } from '../kit/command';
import { readLaptopFile } from './laptop-file';

/** The connection to an issuer. */
export interface IssuerConnection {
  /** Certificates to trust besides the public certificate authorities, as PEM. @default none */
  readonly ca?: string;
  /** The address to connect to for the issuer's origin instead of its own host. @default its own host */
  readonly lead?: Lead;
}

/** The flag for an issuer whose certificate no public authority signed. */
export const CA_FLAG = {
  ca: { type: 'string', value: 'FILE', describe: 'a PEM file to trust besides the public certificate authorities' },
} as const satisfies Flags;

/**
 * The connection to the issuer of a configuration. That of a laptop's environment is the stand-in which `npm start` runs, as
 * long as it runs, without a flag; any other is asked itself.
 *
 * @param ca the value of `--ca`
 * @throws CommandError when the file cannot be read or holds no certificate
 */
export function connectionTo(
  { environment }: Config,
  ca: string | undefined,
  io: Pick<CommandIo, 'root' | 'err'>,
): IssuerConnection {
  if (ca !== undefined) {
    return { ca: readCertificates(ca) };
  }
  const laptop = environment.laptopOnly ? readLaptopFile(io.root, environment.issuer) : undefined;
  if (!laptop) {
    return {};
  }
  io.err(`asking the stand-in for WSO2 IS that npm start runs (${laptop.lead.host}:${laptop.lead.port})`);
  return laptop;
}

/** True where a URL's host is this machine: nobody else reads what is sent there over http. */
export function isLoopback({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

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
    const fix = 'save it with: openssl s_client -connect HOST:9443 </dev/null | openssl x509 -out FILE';
    throw new CommandError([{ what: `--ca ${file}`, got, expected: 'a PEM file with a certificate', fix }], { cause });
  }
}
