import type { Config } from '../../lib/config/types';
import type { Lead } from '../../local/gateway/authorizer/fetch-document';
import type { CommandIo } from './command';
import type { Flags } from './flags';
import { readLaptopFile } from './laptop-file';
import { readCertificates } from './read-certificates';

/** How an issuer is reached. */
export interface IssuerConnection {
  /** Certificates to trust besides the public certificate authorities, as PEM. @default none */
  readonly ca?: string;
  /** Where to connect for the issuer's origin instead of its own host. @default its own host */
  readonly lead?: Lead;
}

/** The flag for an issuer whose certificate no public authority signed. */
export const CA_FLAG = {
  ca: { type: 'string', value: 'FILE', describe: 'a PEM file to trust besides the public certificate authorities' },
} as const satisfies Flags;

/**
 * How to reach the issuer of a configuration. That of a laptop's environment is the stand-in which `npm start` runs, as
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
