import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { ConfigurationError, type Fault, faultLine, show } from '../../lib/check/fault';
import { createSecrets, type Secrets, withoutTokens } from './redact';
import { columns } from './text';

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
  /** The secrets that this run must not print. */
  readonly secrets: Secrets;
}

/** A command of `package.json`. */
export interface Command<F extends Flags = Flags> {
  /** The line that starts it: `npm run explain`. */
  readonly name: string;
  /** Its purpose in one sentence. */
  readonly summary: string;
  readonly flags: F;
  /** Its positional argument, for the usage text. @default none */
  readonly positional?: { readonly name: string; readonly describe: string };
  /** The program that gets all other arguments: `cdk deploy`. @default none: another argument is a fault */
  readonly passesOnTo?: string;
  /** Flags that it took once, by name without the dashes, each with the words to write now. @default none */
  readonly retired?: Readonly<Record<string, string>>;
  /** @returns the exit code */
  run(given: FlagValues<F>, io: CommandIo): Promise<number>;
}

/**
 * Runs a command with these arguments: `--help` prints its usage; a {@link CommandError} or a fault of the configuration
 * is told line by line, without a stack trace, and is exit code 1 unless it has one of its own. Any other error is a fault
 * of ours and is thrown. No line holds a secret of the run; and no line to standard error a JWT, not even one that was
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
    return await command.run(readFlags(command as Command, args) as FlagValues<F>, { ...io, out, err, secrets });
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

/** One flag of a command. */
export type Flag = SwitchFlag | TextFlag;

interface SwitchFlag {
  readonly type: 'boolean';
  /** A single letter. */
  readonly short?: string;
  /** Its purpose, for the usage text. */
  readonly describe: string;
}

interface TextFlag {
  readonly type: 'string';
  readonly short?: string;
  readonly describe: string;
  /** The placeholder of the value in the usage text: `FILE`. */
  readonly value: string;
  /** The values it may have. @default any but the empty one */
  readonly oneOf?: readonly string[];
  /** True where it may be given more than once. @default false */
  readonly multiple?: boolean;
  /** @default undefined, or no values */
  readonly default?: string;
}

/** The flags of a command, by name without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of {@link Flags}, and what was given besides. */
export interface FlagValues<F extends Flags = Flags> {
  readonly flags: { readonly [N in keyof F]: FlagValue<F[N]> };
  /** In their order. Of a command that passes arguments on: all that are not its own flags. */
  readonly positionals: readonly string[];
}

type FlagValue<F extends Flag> = F extends { type: 'boolean' }
  ? boolean
  : F extends { multiple: true }
    ? readonly TextValue<F>[]
    : F extends { default: string }
      ? TextValue<F>
      : TextValue<F> | undefined;

type TextValue<F extends Flag> = F extends { oneOf: readonly (infer Choice)[] } ? Choice : string;

/**
 * Reads the arguments of a command.
 *
 * @throws CommandError with every fault: an unknown flag, one without its value, twice where once is meant, a value that
 * is not among those it may have, a positional that is not taken
 */
export function readFlags(
  { name, flags, positional, passesOnTo, retired = {} }: Command,
  args: readonly string[],
): FlagValues {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(flags).map(([flag, { type, short }]) => [flag, { type, multiple: true, ...(short && { short }) }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const faults: Fault[] = [];
  const fault = (what: string, got: unknown, expected: string, fix: string) =>
    faults.push({ what, got: typeof got === 'string' ? got : show(got), expected, fix });
  const known = Object.keys(flags).map((flag) => `--${flag}`);

  const options = tokens.filter((token) => token.kind === 'option');
  const unknown = options.filter((token) => !Object.hasOwn(flags, token.name));
  for (const { rawName, name: flag } of passesOnTo === undefined ? unknown : []) {
    const instead = Object.hasOwn(retired, flag) ? retired[flag] : undefined;
    if (instead !== undefined) {
      fault(rawName, 'a flag that is gone', 'what took its place', instead);
      continue;
    }
    fault(name, rawName, known.length > 0 ? `one of ${known.join(', ')}` : 'no flags', `see ${name} -- --help`);
  }
  const most = positional === undefined ? 0 : 1;
  if (positionals.length > most && passesOnTo === undefined) {
    // What stands there may be a token, so it is not shown.
    const expected = positional === undefined ? 'flags only' : `one ${positional.name} at most`;
    fault(
      name,
      positional === undefined ? 'an argument that is no flag' : `${positionals.length} arguments`,
      expected,
      `see ${name} -- --help`,
    );
  }

  const given = Object.entries(flags).map(([flag, spec]) => {
    const all = [values[flag] ?? []].flat();
    if (spec.type === 'boolean') {
      if (all.some((value) => typeof value === 'string')) {
        fault(`--${flag}`, 'a value', 'none', `write --${flag} alone`);
      }
      return [flag, all.length > 0];
    }
    const texts = all.filter((value) => typeof value === 'string');
    if (texts.length < all.length || texts.includes('')) {
      fault(`--${flag}`, 'nothing', `a value`, `write --${flag} ${spec.value}`);
    }
    if (texts.length > 1 && !spec.multiple) {
      fault(`--${flag}`, `it ${texts.length} times`, 'it once', `write --${flag} ${spec.value} once`);
    }
    for (const text of texts) {
      if (spec.oneOf !== undefined && text !== '' && !spec.oneOf.includes(text)) {
        fault(`--${flag}`, show(text), `one of ${spec.oneOf.join(', ')}`, `write --${flag} ${spec.oneOf[0]}`);
      }
    }
    return [flag, spec.multiple ? texts : (texts[0] ?? spec.default)];
  });
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  const own = options
    .filter((token) => Object.hasOwn(flags, token.name))
    .flatMap(({ index, value, inlineValue }) => (value === undefined || inlineValue ? [index] : [index, index + 1]));
  return {
    flags: Object.fromEntries(given),
    positionals: passesOnTo === undefined ? positionals : args.filter((_, index) => !own.includes(index)),
  };
}

/** Names that npm has settings of its own for, which may come from a user's .npmrc. */
const SETTINGS_OF_NPM = ['ca', 'scope'];

/** The flags that stand before npm's `--`: npm keeps them for itself, and hands them on as variables. */
function keptByNpm({ name, flags }: Command, env: CommandIo['env']): Fault[] {
  return Object.entries(flags).flatMap(([flag, spec]) => {
    const isNegated = spec.type === 'boolean' && flag.startsWith('no-');
    const setting = spec.short === 'c' ? 'call' : isNegated ? flag.slice('no-'.length) : flag;
    const value = env[`npm_config_${setting.replaceAll('-', '_')}`];
    if (value === undefined || SETTINGS_OF_NPM.includes(flag) || (value === '') !== isNegated) {
      return [];
    }
    const dashed = spec.short === undefined ? `--${flag}` : `-${spec.short}`;
    const text = spec.type === 'boolean' ? dashed : `${dashed} ${value === 'true' ? spec.value : value}`;
    const expected = 'flags after --, where npm hands them on';
    return [{ what: name, got: `${text} before --`, expected, fix: `write ${name} -- ${text}` }];
  });
}

/** The fault of two flags that exclude each other: `--json`, `--dry-run`. */
export function bothGiven(flag: string, other: string): Fault {
  return { what: flag, got: `it with ${other}`, expected: 'one of the two', fix: 'leave one out' };
}

/** The text that `--help` prints. */
export function usage({ name, summary, flags, positional, passesOnTo }: Command): string {
  const rows = Object.entries(flags).map(([flag, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    if (spec.type === 'boolean') {
      return [`${short}--${flag}`, spec.describe];
    }
    const choice = spec.oneOf ? `: ${spec.oneOf.join(', ')}` : '';
    const fallback = spec.default === undefined ? '' : ` (default ${spec.default})`;
    const again = spec.multiple ? ' (may be repeated)' : '';
    return [`${short}--${flag} ${spec.value}`, `${spec.describe}${choice}${fallback}${again}`];
  });
  if (positional) {
    rows.unshift([positional.name, positional.describe]);
  }
  if (passesOnTo !== undefined) {
    rows.push(['…', `what else there is goes to ${passesOnTo}`]);
  }
  const taken = rows.length === 0 ? '' : ` -- ${positional ? `[${positional.name}] ` : ''}[flags]`;
  return [summary, '', `  ${name}${taken}`, '', ...columns(rows).map((row) => `  ${row}`)].join('\n').trimEnd();
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
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
