import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/**
 * Runs the pinned CDK CLI on this app, its output being ours.
 *
 * @returns its exit code; 1 where a signal ended it
 */
export function cdk(...args: readonly string[]): number {
  const cli = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  return spawnSync(process.execPath, [cli, ...args], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
