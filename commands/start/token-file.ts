import { writeFileSync } from 'node:fs';
import type { Issuer, TokenName } from '../../local/issuer';

/** The shell variables of the file, each with the token that it holds. */
const VARIABLES: Readonly<Record<string, TokenName>> = { VALID: 'valid', EXPIRED: 'expired', NO_SCOPE: 'noScope' };

/** The time between two writes of the file, in milliseconds: a token is valid for an hour. */
const RENEWED_MS = 10 * 60_000;

/** The file that a shell loads tokens from. */
export interface TokenFile {
  /** Writes it again, after what the issuer grants has changed. */
  renew(): void;
  /** Renews it no more. */
  close(): void;
}

export interface TokenFileProps {
  /** In a folder that goes at the end of the run. */
  readonly path: string;
  readonly issuer: Issuer;
  /** The URL of the API. */
  readonly url: () => string;
  /** A PEM file with what a client of the issuer has to trust. */
  readonly caFile: string;
}

/** Writes tokens of the stand-in into a file of shell assignments, which only its owner can read. */
export function writeTokenFile({ path, issuer, url, caFile }: TokenFileProps): TokenFile {
  const renew = () => {
    const values = {
      ...Object.fromEntries(Object.entries(VARIABLES).map(([variable, name]) => [variable, issuer.token(name)])),
      URL: url(),
      ISSUER: issuer.issuer,
      CA_FILE: caFile,
    };
    const lines = Object.entries(values).map(
      ([variable, value]) => `${variable}='${value.replaceAll("'", "'\\''")}'\n`,
    );
    writeFileSync(path, lines.join(''), { mode: 0o600 });
  };
  renew();
  const timer = setInterval(renew, RENEWED_MS).unref();
  return { renew, close: () => clearInterval(timer) };
}
