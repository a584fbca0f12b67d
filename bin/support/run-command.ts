import { type Command, execute } from './command';
import type { Flags } from './flags';
import { ROOT } from './paths';

/** Runs a command as this process: its arguments, its streams, its exit code. */
export async function runCommand<F extends Flags>(command: Command<F>): Promise<void> {
  process.exitCode = await execute(command, process.argv.slice(2), {
    env: process.env,
    stdin: process.stdin,
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    now: Date.now,
    root: ROOT,
  });
}
