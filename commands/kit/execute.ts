import { join } from 'node:path';
import { ConfigurationError, type Fault, faultLine } from '../../lib/check/fault';
import { type Command, type CommandIo, execute, type Flags } from './command';

/** Runs a command as this process: its arguments, its streams, its exit code. */
export async function runCommand<F extends Flags>(command: Command<F>): Promise<void> {
  process.stdout.on('error', endWithoutReader);
  process.stderr.on('error', endWithoutReader);
  process.exitCode = await execute(command, process.argv.slice(2), {
    env: process.env,
    stdin: process.stdin,
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    now: Date.now,
    root: ROOT,
  });
}

/** Ends as other programs do whose reader has left, such as `head`: without a word, with what a shell tells of SIGPIPE. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit(141);
}

/** Runs a command's body. A fault of the configuration is told without a stack trace, and ends the command with 1. */
export function reportFaults<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    console.error(error.message);
    process.exit(1);
  }
}

/** The folder of the project. */
export const ROOT = join(__dirname, '../..');

/** The pinned CDK CLI, for `node`. */
export const CDK_CLI = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

/** Tells of faults that do not stop a command. */
export function warn(faults: readonly Fault[], { err }: Pick<CommandIo, 'err'>): void {
  for (const fault of faults) {
    err(`warning: ${faultLine(fault)}`);
  }
}
