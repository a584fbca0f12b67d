import { read } from 'read';
import type { CommandIo } from './command';
import { CommandError } from './command-error';

/**
 * Asks a person for something that is not shown while it is typed.
 *
 * @param what what is asked for: `the client secret of my_client`
 * @param instead how to give it where there is nobody to ask: `set WSO2_CLIENT_SECRET`
 * @throws CommandError when there is no terminal, or nothing was typed
 */
export async function promptSecret(what: string, instead: string, io: Pick<CommandIo, 'stdin'>): Promise<string> {
  const answer = io.stdin.isTTY ? await ask(`${what}: `) : '';
  if (answer === '') {
    const got = io.stdin.isTTY ? 'nothing' : 'no terminal to ask at';
    throw new CommandError([{ what, got, expected: 'a value', fix: instead }]);
  }
  return answer;
}

async function ask(prompt: string): Promise<string> {
  const answer = await read({ prompt, silent: true, output: process.stderr });
  // The line break that was typed is not shown either.
  process.stderr.write('\n');
  return answer;
}
