import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type Fault, show } from '../../lib/check/fault';
import { CommandError } from '../kit/command';

/** The variables that Lambda sets itself, for every function. It sets credentials, too: here they are what the file is for. */
const LAMBDAS_OWN =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_(MEMORY_SIZE|NAME|VERSION)|INITIALIZATION_TYPE|LOG_(FORMAT|LEVEL|GROUP_NAME|STREAM_NAME)|RUNTIME_API)|LAMBDA_(RUNTIME_DIR|TASK_ROOT))$/;

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const NAME = /^[A-Za-z][A-Za-z0-9_]+$/;

/** A variable of a dotenv file, whose value may go over several lines in quotes. */
const VARIABLE = /^[ \t]*(?:export[ \t]+)?[^\s=#'"`]+[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`)?.*$/gm;

/**
 * The environment variables of a dotenv file, for all functions.
 *
 * @param file - of `--function-env`
 * @throws CommandError with every fault: a file that cannot be read, a line or a name that is none, a name that is Lambda's.
 * No message holds a value
 */
export function readFunctionEnv(file: string): Readonly<Record<string, string>> {
  const what = `--function-env ${file}`;
  const text = readText(file, what);
  const unread = linesWithoutVariable(text);
  // Node.js takes such a line for the beginning of the next name.
  const rest = text.split('\n').filter((_, index) => !unread.includes(index + 1));
  const variables = { ...parseEnv(rest.join('\n')) } as Record<string, string>;
  const faults = [
    ...unread.map((line) => lineFault(line, what)),
    ...Object.keys(variables)
      .sort()
      .flatMap((name) => [...nameFaults(name, what), ...valueFaults(name, variables[name], what)]),
  ];
  if (faults.length === 0 && Object.keys(variables).length === 0) {
    faults.push({
      what,
      got: 'a file without a variable',
      expected: 'NAME=value in a line',
      fix: 'leave the flag out',
    });
  }
  if (faults.length > 0) {
    throw new CommandError(faults);
  }
  return variables;
}

function readText(file: string, what: string): string {
  try {
    // Windows' editors begin a file with a mark, which is no part of the first name.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const { code = 'ERR_' } = cause as NodeJS.ErrnoException;
    const expected = 'a file with NAME=value in each line';
    throw new CommandError([{ what, got: code, expected, fix: 'write the file, or leave the flag out' }], { cause });
  }
}

/** The numbers of the lines that hold no variable: what is left of the text without its variables and comments. */
function linesWithoutVariable(text: string): number[] {
  const rest = text.replace(VARIABLE, (variable) => variable.replace(/[^\n]/g, ''));
  return rest.split('\n').flatMap((line, index) => (/^\s*(#.*)?$/.test(line) ? [] : [index + 1]));
}

function lineFault(line: number, what: string): Fault {
  return {
    what: `${what}, line ${line}`,
    got: 'a line without a variable',
    expected: 'NAME=value, or a comment after #',
    fix: 'put a value of several lines into quotes',
  };
}

function nameFaults(name: string, what: string): Fault[] {
  if (LAMBDAS_OWN.test(name)) {
    const expected = 'none that Lambda sets itself';
    const fix = 'leave it out: it follows the template, the region that of the stack';
    return [{ what, got: show(name), expected, fix }];
  }
  return NAME.test(name)
    ? []
    : [{ what, got: show(name), expected: 'names of letters, digits and _, a letter first', fix: 'rename it' }];
}

/** No process can be started with such a variable, and Node.js would print its value. */
function valueFaults(name: string, value: string | undefined, what: string): Fault[] {
  return value?.includes('\0')
    ? [{ what: `${what}, ${show(name)}`, got: 'a NUL character', expected: 'text', fix: 'write the value in UTF-8' }]
    : [];
}
