import { parseArgs } from 'node:util';
import { closest } from '../../lib/check/closest';
import { type Fault, show } from '../../lib/check/fault';
import { wrapped } from './text';

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
  /** The value that the flag has where it stands alone; another one then stands behind an equals sign. @default it must have one */
  readonly alone?: string;
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

/** The flags and values that a command takes on its line. */
export interface CommandLine<F extends Flags = Flags> {
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
}

/**
 * Reads the arguments of a command.
 *
 * @returns the values; or every fault: an unknown flag, one without its value, twice where once is meant, a value that is
 * not among those it may have, a positional that is not taken
 */
export function readFlags(
  { name, flags, positional, passesOnTo, retired = {} }: CommandLine,
  given: readonly string[],
): FlagValues | { readonly faults: readonly Fault[] } {
  const args = given.map((arg) => withValue(flags, arg));
  const { values, positionals, tokens } = parseArgs({
    args,
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
    const meant = closest(rawName, known);
    const fix = meant === undefined ? `see ${name} -- --help` : `did you mean ${meant}?`;
    fault(name, rawName, known.length > 0 ? `one of ${known.join(', ')}` : 'no flags', fix);
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

  const read = Object.entries(flags).map(([flag, spec]) => {
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
        fault(
          `--${flag}`,
          show(text),
          `one of ${spec.oneOf.join(', ')}`,
          `write --${flag} ${closest(text, spec.oneOf) ?? spec.oneOf[0]}`,
        );
      }
    }
    return [flag, spec.multiple ? texts : (texts[0] ?? spec.default)];
  });
  if (faults.length > 0) {
    return { faults };
  }
  const own = options
    .filter((token) => Object.hasOwn(flags, token.name))
    .flatMap(({ index, value, inlineValue }) => (value === undefined || inlineValue ? [index] : [index, index + 1]));
  return {
    flags: Object.fromEntries(read),
    positionals: passesOnTo === undefined ? positionals : args.filter((_, index) => !own.includes(index)),
  };
}

/** A flag that may stand alone takes no value from the argument behind it. */
function withValue(flags: Flags, arg: string): string {
  const spec = arg.startsWith('--') ? flags[arg.slice(2)] : undefined;
  return spec?.type === 'string' && spec.alone !== undefined ? `${arg}=${spec.alone}` : arg;
}

/** Names that npm has settings of its own for, which may come from a user's .npmrc. */
const SETTINGS_OF_NPM = ['ca', 'scope'];

/** The flags that stand before npm's `--`: npm keeps them for itself, and hands them on as variables. */
export function keptByNpm({ name, flags }: CommandLine, env: Readonly<Record<string, string | undefined>>): Fault[] {
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

/** The columns of a terminal that is as narrow as they come. */
const WIDTH = 80;

/** The text that `--help` prints, in lines of at most 80 characters. */
export function usage({ name, summary, flags, positional, passesOnTo }: CommandLine): string {
  const rows = Object.entries(flags).map(([flag, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    if (spec.type === 'boolean') {
      return [`${short}--${flag}`, spec.describe];
    }
    const choice = spec.oneOf ? `: ${spec.oneOf.join(', ')}` : '';
    const fallback = spec.default === undefined ? '' : ` (default ${spec.default})`;
    const again = spec.multiple ? ' (may be repeated)' : '';
    const value = spec.alone === undefined ? ` ${spec.value}` : `[=${spec.value}]`;
    return [`${short}--${flag}${value}`, `${spec.describe}${choice}${fallback}${again}`];
  });
  if (positional) {
    rows.unshift([positional.name, positional.describe]);
  }
  if (passesOnTo !== undefined) {
    rows.push(['…', `what else there is goes to ${passesOnTo}`]);
  }
  const taken = [
    ...(positional ? [`[${positional.name}]`] : []),
    ...(rows.length > (positional ? 1 : 0) ? ['[flags]'] : []),
  ];
  const line = [name, ...(taken.length > 0 ? ['--'] : []), ...taken].join(' ');
  return [...wrapped(summary, WIDTH), '', `  ${line}`, '', ...rows.flatMap(usageRow(rows))].join('\n').trimEnd();
}

/** A flag and its purpose: beside each other, with the purpose in lines below each other. */
function usageRow(rows: readonly (readonly string[])[]): (row: readonly string[]) => string[] {
  const width = Math.max(...rows.map(([flag = '']) => flag.length));
  return ([flag = '', describe = '']) =>
    wrapped(describe, WIDTH - width - 4).map((line, at) => `  ${(at === 0 ? flag : '').padEnd(width)}  ${line}`);
}
