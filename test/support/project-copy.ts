import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run';

/** Copies the project into a folder: the files that Git knows or does not ignore, as they stand; the packages by a link. */
export function copyProject(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const file of listed.toString().split('\0').filter(Boolean)) {
    cpSync(join(ROOT, file), join(folder, file));
  }
  for (const packages of ['node_modules', 'examples/client/node_modules']) {
    symlinkSync(join(ROOT, packages), join(folder, packages));
  }
}

/** Copies these files and folders of the project, for what needs no more of it, and faster; the packages by a link. */
export function copyParts(folder: string, parts: readonly string[]): void {
  for (const part of parts) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
