import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');

/**
 * Asks the pinned CDK CLI how the one stack of a cloud assembly differs from a template. It asks AWS nothing then.
 *
 * @returns what it printed, without colours and without its count of stacks
 * @throws Error with what it printed, where it fails
 */
export async function cdkDiff({
  assembly,
  template,
}: {
  readonly assembly: string;
  readonly template: string;
}): Promise<string> {
  const cli = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
  const args = [cli, 'diff', '--app', assembly, '--template', template, '--no-color'];
  // CI makes it print the difference to standard output, apart from the notes of the app.
  const env = { ...process.env, CI: 'true' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout.replace(/^✨.*$/gm, '').trim();
}
