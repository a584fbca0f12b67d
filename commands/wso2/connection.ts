import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Fault } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import type { ConnectTo } from '../../local/authorizer';
import { CommandError, type CommandIo, type Flags } from '../kit/command';
import { readLaptopFile } from './laptop-file';

/** The connection to an issuer. */
export interface IssuerConnection {
  /** Certificates to trust besides the public certificate authorities, as PEM. @default none */
  readonly ca?: string;
  /** The address to connect to for the issuer's origin instead of its own host. @default its own host */
  readonly connectTo?: ConnectTo;
  /** The certificate for a server that asks clients for one. @default nothing */
  readonly clientCertificate?: ClientCertificate;
}

/** A certificate and its key, as PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The flag for an issuer whose certificate no public authority signed. */
export const CA_FLAG = {
  ca: { type: 'string', value: 'FILE', describe: 'a PEM file to trust besides the public certificate authorities' },
} as const satisfies Flags;

/** The flags for servers that ask for a client certificate: mutual TLS. */
export const CLIENT_CERTIFICATE_FLAGS = {
  'client-cert': {
    type: 'string',
    value: 'FILE',
    describe: 'a PEM file with the certificate to show to a server that asks for one',
  },
  'client-key': {
    type: 'string',
    value: 'FILE',
    describe: 'a PEM file with its key, which leaves this machine in no way',
  },
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
  io.err(`asking the stand-in for WSO2 IS that npm start runs (${laptop.connectTo.host}:${laptop.connectTo.port})`);
  return laptop;
}

/** True where a URL's host is this machine: nobody else reads what is sent there over http. */
export function isLoopback({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** True for the URL of an API, without query, to which tokens can be sent without others reading them. */
export function isSafe(text: string | undefined): boolean {
  if (text === undefined || !URL.canParse(text)) {
    return false;
  }
  const url = new URL(text);
  const { protocol, search, hash, username, password } = url;
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
  return isPrivate && !(search || hash || username || password);
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

/**
 * The files of {@link CLIENT_CERTIFICATE_FLAGS}; undefined where neither is given.
 *
 * @throws CommandError with every fault: one without the other, a file that cannot be read or holds something else, a key
 * with a passphrase, a key of another certificate
 */
export function readClientCertificate(flags: {
  readonly 'client-cert'?: string | undefined;
  readonly 'client-key'?: string | undefined;
}): ClientCertificate | undefined {
  const [certFile, keyFile] = [flags['client-cert'], flags['client-key']];
  if (certFile === undefined || keyFile === undefined) {
    if (certFile === keyFile) {
      return undefined;
    }
    const missing = certFile === undefined ? '--client-cert' : '--client-key';
    const expected = '--client-cert and --client-key together';
    throw new CommandError([{ what: missing, got: 'nothing', expected, fix: `add ${missing} FILE` }]);
  }
  const faults: Fault[] = [];
  const cert = readPem(`--client-cert ${certFile}`, certFile, 'certificate', (pem) => new X509Certificate(pem), faults);
  const key = readPem(`--client-key ${keyFile}`, keyFile, 'private key', createPrivateKey, faults);
  if (cert && key && !cert.parsed.checkPrivateKey(key.parsed)) {
    const expected = 'the key of the first certificate in --client-cert';
    faults.push({
      what: `--client-key ${keyFile}`,
      got: 'another key',
      expected,
      fix: 'name the two that belong together',
    });
  }
  if (!cert || !key || faults.length > 0) {
    throw new CommandError(faults);
  }
  return { cert: cert.pem, key: key.pem };
}

function readPem<T>(
  what: string,
  file: string,
  content: string,
  parse: (pem: string) => T,
  faults: Fault[],
): { readonly pem: string; readonly parsed: T } | undefined {
  let pem = '';
  try {
    pem = readFileSync(file, 'utf8');
    return { pem, parsed: parse(pem) };
  } catch (cause) {
    const { code = 'ERR_' } = cause as NodeJS.ErrnoException;
    // In the label of the block, or in a header of its own.
    const isLocked = /^(-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(pem);
    faults.push({
      what,
      got: isLocked ? 'a key with a passphrase' : code.startsWith('ERR_') ? `a file without a ${content}` : code,
      expected: `a PEM file with a ${content}`,
      fix: isLocked
        ? 'take it off into a file that only you can read: openssl pkey -in FILE -out OTHER'
        : 'name another file',
    });
    return undefined;
  }
}
