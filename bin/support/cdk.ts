import { spawnSync } from 'node:child_process';
import { CDK_CLI, ROOT } from './paths';

/**
 * Runs the pinned CDK CLI on this app, its output being ours.
 *
 * @returns its exit code; 1 where a signal ended it
 */
export function cdk(...args: readonly string[]): number {
  return spawnSync(process.execPath, [CDK_CLI, ...args], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
