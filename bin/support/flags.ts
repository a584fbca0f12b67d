import { parseArgs } from 'node:util';
import { type Fault, show } from '../../lib/config/fault';
import type { Command } from './command';
import { CommandError } from './command-error';

/** One flag of a command. */
export type Flag = SwitchFlag | TextFlag;

interface SwitchFlag {
  readonly type: 'boolean';
  /** A single letter. */
  readonly short?: string;
  /** What it does, for the usage text. */
  readonly describe: string;
}

interface TextFlag {
  readonly type: 'string';
  readonly short?: string;
  readonly describe: string;
  /** What stands for the value in the usage text: `FILE`. */
  readonly value: string;
  /** The values it may have. @default any but the empty one */
  readonly oneOf?: readonly string[];
  /** Whether it may be given more than once. @default false */
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
export function readFlags({ name, flags, positional, passesOnTo }: Command, args: readonly string[]): FlagValues {
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
  for (const { rawName } of passesOnTo === undefined ? unknown : []) {
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

/** What is wrong with two flags that do not go together: `--json`, `--write`. */
export function bothGiven(flag: string, other: string): Fault {
  return { what: flag, got: `it with ${other}`, expected: 'one of the two', fix: 'leave one out' };
}
