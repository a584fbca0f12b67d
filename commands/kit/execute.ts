import { join } from 'node:path';
import { ConfigurationError, type Fault, faultLine } from '../../lib/check/fault';
import { type Command, type CommandIo, execute, type Flags, faultText } from './command';

/**
 * Runs a command as this process: its arguments, its streams, its exit code.
 *
 * @param load - the command, or how to load it where its sources are a user's
 */
export async function runCommand<F extends Flags>(load: Command<F> | (() => Promise<Command<F>>)): Promise<void> {
  const { env, stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    if (!stream.listeners('error').includes(endWithoutReader)) {
      stream.on('error', endWithoutReader);
    }
  }
  const progress = createProgress(stderr);
  const io = {
    env,
    stdin,
    out: (line: string) => {
      progress(undefined);
      console.log(line);
    },
    err: (line: string) => {
      progress(undefined);
      console.error(line);
    },
    now: Date.now,
    root: ROOT,
    progress,
    colours: stdout.isTTY && !env['NO_COLOR'],
  };
  try {
    process.exitCode = await execute(typeof load === 'function' ? await load() : load, process.argv.slice(2), io);
  } catch (error) {
    const text = faultText(error);
    if (text === undefined) {
      throw error;
    }
    io.err(text);
    process.exitCode = 1;
  }
}

/** A line on a terminal that is gone when the work is done. Where there is no terminal, nothing could go again: a line each. */
function createProgress(stream: NodeJS.WriteStream): (what: string | undefined) => void {
  let isShown = false;
  return (what) => {
    if (!stream.isTTY) {
      if (what !== undefined) {
        stream.write(`${what}\n`);
      }
      return;
    }
    if (isShown || what !== undefined) {
      stream.write(`\r\x1b[K${what ?? ''}`);
    }
    isShown = what !== undefined;
  };
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
