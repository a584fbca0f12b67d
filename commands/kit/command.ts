import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { ConfigurationError, type Fault, faultLine } from '../../lib/check/fault';
import { type CommandLine, type Flags, type FlagValues, keptByNpm, readFlags, usage } from './flags';
import { createSecrets, type Secrets, withoutTokens } from './redact';

export type { Flags, FlagValues };

/** Everything outside itself that a command uses; tests replace it. */
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
  /** Shows what is being done for as long as it takes, on standard error; undefined ends that. @default nobody is told */
  readonly progress?: (what: string | undefined) => void;
  /** True if standard output shows colours. @default false */
  readonly colours?: boolean;
  /** The secrets that this run must not print. */
  readonly secrets: Secrets;
}

/** A command of `package.json`. */
export interface Command<F extends Flags = Flags> extends CommandLine<F> {
  /** @returns the exit code */
  run(given: FlagValues<F>, io: CommandIo): Promise<number>;
}

/**
 * Runs a command with these arguments: `--help` prints its usage; an error that lists its faults, a {@link CommandError}
 * for one, is told line by line, without a stack trace, and is exit code 1 unless it has one of its own. Any other error
 * is a fault of ours and is thrown. No line holds a secret of the run; and no line to standard error a JWT, not even one that was
 * given as the value of some flag.
 *
 * @returns the exit code
 */
export async function execute<F extends Flags>(
  command: Command<F>,
  args: readonly string[],
  io: Omit<CommandIo, 'secrets'>,
): Promise<number> {
  if (asksForHelp(args)) {
    io.out(usage(command as Command));
    return 0;
  }
  const secrets = createSecrets();
  const out = (line: string) => io.out(secrets.redactLine(line));
  const err = (line: string) => io.err(withoutTokens(secrets.redactLine(line)));
  try {
    const kept = keptByNpm(command as Command, io.env);
    if (kept.length > 0) {
      throw new CommandError(kept);
    }
    const given = readFlags(command as Command, args);
    if ('faults' in given) {
      throw new CommandError(given.faults);
    }
    return await command.run(given as FlagValues<F>, { ...io, out, err, secrets });
  } catch (error) {
    const text = faultText(error);
    if (text === undefined) {
      throw error;
    }
    if (text !== '') {
      err(text);
    }
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

/**
 * An error that carries `faults`, in words: a line for each, what — got — expected — do this. Undefined for any other
 * error, which is a fault of ours and keeps its stack.
 */
export function faultText(error: unknown): string | undefined {
  if (error instanceof ConfigurationError || error instanceof PrintedError) {
    return error.message;
  }
  const { faults } = error instanceof Error ? (error as Partial<CommandError>) : {};
  return Array.isArray(faults) ? (faults as readonly Fault[]).map(faultLine).join('\n') : undefined;
}

function asksForHelp(args: readonly string[]): boolean {
  const options = { help: { type: 'boolean', short: 'h' } } as const;
  return parseArgs({ args: [...args], options, strict: false }).values.help === true;
}

/** The fault of two flags that exclude each other: `--json`, `--dry-run`. */
export function bothGiven(flag: string, other: string): Fault {
  return { what: flag, got: `it with ${other}`, expected: 'one of the two', fix: 'leave one out' };
}

/** All that is wrong with what a command was given, or met: a line each, what — got — expected — do this. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** @default 1 */
  readonly exitCode: number;

  /** @param faults none where there is nothing to tell: a person pressed Ctrl-C */
  constructor(
    readonly faults: readonly Fault[],
    { exitCode = 1, ...options }: ErrorOptions & { readonly exitCode?: number } = {},
  ) {
    super(faults.map(faultLine).join('\n'), options);
    this.exitCode = exitCode;
  }
}

/** The failure of another program that has told people of it; its message is that text. */
export class PrintedError extends Error {
  override readonly name = 'PrintedError';
}

/** The flag for programs. */
export const JSON_FLAG = {
  json: { type: 'boolean', describe: 'print one JSON value instead of text' },
} as const satisfies Flags;

/** The JSON that {@link JSON_FLAG} prints. Escaped as JSON allows, so that nothing in it can steer a terminal. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
