import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './run';

/** The files that a user edits, for each of which tests have one of their own in `test/fixtures/`. */
const EDITED = ['config/environments.ts', 'config/functions.ts', 'config/routes.ts', 'lib/resources.ts'];

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

/**
 * Copies these files and folders of the project, for what needs no more of it, and faster; the packages by a link.
 *
 * @param linked what else is there by a link: nothing is to be written to it, and what it imports is as in the project itself. Default: nothing
 */
export function copyParts(folder: string, parts: readonly string[], linked: readonly string[] = []): void {
  for (const part of parts) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  for (const part of [...linked, 'node_modules']) {
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    symlinkSync(join(ROOT, part), join(folder, part));
  }
}

/**
 * Puts the configuration of the tests into a copy of the project, in the place of what stands in `config/` and `lib/resources.ts`.
 *
 * @param edit what else is done to the text of each file. Default: nothing
 */
export function giveTestConfig(folder: string, edit: (text: string) => string = (text) => text): void {
  for (const file of EDITED) {
    const text = readFileSync(join(ROOT, 'test/fixtures', file), 'utf8');
    // Imports as they are written there.
    const moved = text.replace(
      /'(?:\.\.\/){3}(\w+)\//g,
      (_, from: string) => `'${from === dirname(file) ? '.' : `../${from}`}/`,
    );
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), edit(moved));
  }
}
