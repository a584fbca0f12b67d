import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../commands/kit/execute';
import packageJson from '../package.json';
import { type Child, startChild } from './child';
import { freePort } from './contestants';

/** The files and folders that `npm start` is made of, besides its packages. */
const SOURCES = [
  ...['bin', 'commands', 'config', 'lambda', 'lib', 'local', 'mirror'],
  ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/** A copy of the project to edit, with its packages by a link. */
export function copyProject(folder: string): string {
  for (const source of SOURCES) {
    cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  }
  linkPackages(ROOT, folder);
  return folder;
}

/** Gives a folder the packages of another. */
export function linkPackages(from: string, folder: string): void {
  symlinkSync(join(from, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** Starts `npm start` in a copy of the project, without npm's own start. */
export async function startProject(project: string): Promise<Child> {
  const [, ...args] = packageJson.scripts.start.split(' ');
  const ports = ['--port', '0', '--console-port', '0', '--issuer-port', String(await freePort())];
  return startChild({ args: [...args, '--json', ...ports], cwd: project });
}
