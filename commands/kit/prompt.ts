import { read } from 'read';
import { CommandError, type CommandIo } from './command';

/** Asks a person for a text: {@link promptSecret} for what must not be seen. */
export function promptText(what: string, instead: string, io: Pick<CommandIo, 'stdin'>): Promise<string> {
  return prompt(what, instead, io, false);
}

/**
 * Asks a person for something that is not shown while it is typed.
 *
 * @param what what is asked for: `the client secret of my_client`
 * @param instead how to give it where there is nobody to ask: `set WSO2_CLIENT_SECRET`
 * @throws CommandError when there is no terminal, or nothing was typed
 */
export function promptSecret(what: string, instead: string, io: Pick<CommandIo, 'stdin'>): Promise<string> {
  return prompt(what, instead, io, true);
}

async function prompt(
  what: string,
  instead: string,
  { stdin }: Pick<CommandIo, 'stdin'>,
  silent: boolean,
): Promise<string> {
  const answer = stdin.isTTY ? await read({ prompt: `${what}: `, silent, output: process.stderr }) : '';
  if (stdin.isTTY && silent) {
    // The line break that was typed is not shown either.
    process.stderr.write('\n');
  }
  if (answer === '') {
    const got = stdin.isTTY ? 'nothing' : 'no terminal to ask at';
    throw new CommandError([{ what, got, expected: 'a value', fix: instead }]);
  }
  return answer;
}

/**
 * The token in an environment variable; undefined where it is not set.
 *
 * @throws CommandError when its value cannot be sent as a token
 */
export function tokenIn(variable: string, { env }: Pick<CommandIo, 'env'>): string | undefined {
  const token = env[variable]?.trim() || undefined;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    const fix = `set ${variable} to the access token alone`;
    throw new CommandError([{ what: variable, got: 'a value that is no token', expected: 'a token', fix }]);
  }
  return token;
}
