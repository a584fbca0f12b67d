import { text } from 'node:stream/consumers';
import type { CommandIo } from '../support/command';
import { CommandError } from '../support/command-error';
import { promptSecret } from '../support/prompt';
import { pickToken } from './pick-token';

const INSTEAD = 'pipe it in: npm run --silent token | npm run --silent explain -- -';

/**
 * The token to explain: the argument, standard input for `-`, or what is typed at the prompt where there is no argument.
 *
 * @throws CommandError when there is none in it
 */
export async function givenToken(argument: string | undefined, io: CommandIo): Promise<string> {
  const given = await read(argument, io);
  const picked = pickToken(given);
  if ('got' in picked) {
    const what = argument === '-' ? 'the token on standard input' : 'the token';
    const expected = 'a token, an Authorization line, or a token response with access_token';
    throw new CommandError([{ what, got: picked.got, expected, fix: INSTEAD }]);
  }
  if (picked.taken !== undefined) {
    io.err(`took ${picked.taken}`);
  }
  return picked.token;
}

async function read(argument: string | undefined, io: CommandIo): Promise<string> {
  switch (argument) {
    case undefined:
      return promptSecret('the token (not shown)', INSTEAD, io);
    case '-':
      return text(io.stdin);
    default:
      io.err(
        'a token on the command line stays in the history of the shell and in the log of npm: prefer - or the prompt',
      );
      return argument;
  }
}
