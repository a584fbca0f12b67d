import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../../lib/config/fault';
import { CommandError } from './command-error';
import { type Flags, type FlagValues, readFlags } from './flags';
import { usage } from './usage';
import { withoutTokens } from './without-tokens';

/** What a command sees of the world, so that tests can be the world. */
export interface CommandIo {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Prints a line to standard output: what the command was asked for. */
  readonly out: (line: string) => void;
  /** Prints a line to standard error: progress, warnings, errors. */
  readonly err: (line: string) => void;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** The folder of the project, where the git-ignored files are that commands leave for each other. */
  readonly root: string;
}

/** A command of `package.json`. */
export interface Command<F extends Flags = Flags> {
  /** How people start it: `npm run explain`. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly flags: F;
  /** What it takes besides flags, for the usage text. @default nothing */
  readonly positional?: { readonly name: string; readonly describe: string };
  /** Which program gets what is not among the flags: `cdk deploy`. @default none: it is a fault */
  readonly passesOnTo?: string;
  /** @returns the exit code */
  run(given: FlagValues<F>, io: CommandIo): Promise<number>;
}

/**
 * Runs a command with these arguments: `--help` prints its usage; a {@link CommandError} or a fault of the configuration
 * is told line by line, without a stack trace, and is exit code 1. Any other error is a fault of ours and is thrown. No
 * line to standard error holds a JWT, not even one that was given as the value of some flag.
 *
 * @returns the exit code
 */
export async function execute<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (asksForHelp(args)) {
    io.out(usage(command as Command));
    return 0;
  }
  const err = (line: string) => io.err(withoutTokens(line));
  try {
    return await command.run(readFlags(command as Command, args) as FlagValues<F>, { ...io, err });
  } catch (error) {
    if (error instanceof CommandError || error instanceof ConfigurationError) {
      err(error.message);
      return 1;
    }
    throw error;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  return parseArgs({ args: [...args], options, strict: false }).values.help === true;
}
