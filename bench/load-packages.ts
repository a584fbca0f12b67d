import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the peers and the load generator, with packages that are not the project's. */
export const LOAD_DIR = join(__dirname, 'load');

/**
 * Installs the packages of `bench/load` if they are not there yet.
 *
 * @throws Error when npm cannot
 */
export function installLoadPackages(): void {
  if (existsSync(join(LOAD_DIR, 'node_modules'))) {
    return;
  }
  console.log(`installing serverless-offline and the load generator: npm ci --prefix ${LOAD_DIR}`);
  execFileSync('npm', ['ci', '--prefix', LOAD_DIR, '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
