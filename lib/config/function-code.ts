import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** True where there is a file or folder at a path, as seen from the project's folder: what `resolveConfig` asks of code. */
export function isInProject(path: string): boolean {
  return existsSync(join(__dirname, '../..', path));
}
