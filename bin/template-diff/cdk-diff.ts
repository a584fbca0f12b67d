import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { printable } from '../../local/gateway/authorizer/printable';
import { CommandError } from '../support/command-error';
import { CDK_CLI, ROOT } from '../support/paths';

/**
 * Asks the pinned CDK CLI how the one stack of a cloud assembly differs from a template. It asks AWS nothing then.
 *
 * @returns what it printed, without colours and without its count of stacks
 * @throws CommandError where it fails
 */
export async function cdkDiff({
  assembly,
  template,
}: {
  readonly assembly: string;
  readonly template: string;
}): Promise<string> {
  const args = [CDK_CLI, 'diff', '--app', assembly, '--template', template, '--no-color'];
  // CI makes it print the difference to standard output, apart from the notes of the app.
  const env = { ...process.env, CI: 'true' };
  const options = { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((cause) => {
    const got = `exit code ${cause.code}: ${printable(String(cause.stderr).trim())}`;
    const fix = 'run npm run check:synth again in both checkouts';
    throw new CommandError([{ what: `cdk diff --app ${assembly}`, got, expected: 'a difference', fix }], { cause });
  });
  return stdout.replace(/^✨.*$/gm, '').trim();
}
