import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../kit/command';

/** Git-ignored, and readable by its owner only. */
const NAME = '.secrets/clients.json';

/** Secrets by issuer, then by client id. */
type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The client that the secret is of. */
export interface ClientName {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * The secret of a client that `npm run register` registered; undefined when it is not there.
 *
 * @throws CommandError when the file cannot be read
 */
export function readClientSecret(root: string, { issuer, clientId }: ClientName): string | undefined {
  return readAll(root)[issuer]?.[clientId];
}

/**
 * Keeps the secret of a client, beside those that are there.
 *
 * @returns the file's name, below `root`
 * @throws CommandError when it cannot be written
 */
export function writeClientSecret(root: string, { issuer, clientId }: ClientName, secret: string): string {
  const file = join(root, NAME);
  const all = readAll(root);
  const text = `${JSON.stringify({ ...all, [issuer]: { ...all[issuer], [clientId]: secret } }, null, 2)}\n`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (existsSync(file)) {
      // First, since the mode below is for a new file only.
      chmodSync(file, 0o600);
    }
    writeFileSync(file, text, { mode: 0o600 });
  } catch (cause) {
    throw unusable(cause, 'a file that can be written');
  }
  return NAME;
}

function readAll(root: string): Secrets {
  const file = join(root, NAME);
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  } catch (cause) {
    throw unusable(cause, 'a file of secrets');
  }
}

/** The text of the error may hold what is in the file, so only its code is told. */
function unusable(cause: unknown, expected: string): CommandError {
  const got = (cause as NodeJS.ErrnoException).code ?? 'a file that is no JSON';
  return new CommandError([{ what: NAME, got, expected, fix: 'mend it, or move it away' }]);
}
