import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Git-ignored, and readable by its owner only. */
const NAME = '.secrets/clients.json';

/** Secrets by issuer, then by client id. */
type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Whose secret it is. */
export interface ClientName {
  readonly issuer: string;
  readonly clientId: string;
}

/** The secret of a client that `npm run register` registered; undefined when it is not there. */
export function readClientSecret(root: string, { issuer, clientId }: ClientName): string | undefined {
  return readAll(root)[issuer]?.[clientId];
}

/**
 * Keeps the secret of a client, beside those that are there.
 *
 * @returns the file's name, below `root`
 */
export function writeClientSecret(root: string, { issuer, clientId }: ClientName, secret: string): string {
  const file = join(root, NAME);
  const all = readAll(root);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ ...all, [issuer]: { ...all[issuer], [clientId]: secret } }, null, 2)}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(file, 0o600);
  return NAME;
}

function readAll(root: string): Secrets {
  const file = join(root, NAME);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
