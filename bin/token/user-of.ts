import type { CommandIo } from '../support/command';
import { CommandError } from '../support/command-error';
import { promptSecret } from '../support/prompt';

/** A user's name and password. */
export interface User {
  readonly username: string;
  readonly password: string;
}

/**
 * Name and password of a user: the name as given or from WSO2_USERNAME, the password from WSO2_PASSWORD or typed unseen.
 *
 * @throws CommandError when one of them is nowhere
 */
export async function userOf(given: string | undefined, io: CommandIo): Promise<User> {
  const username = given ?? io.env['WSO2_USERNAME'];
  if (!username) {
    const fix = 'write --username NAME, or set WSO2_USERNAME';
    throw new CommandError([{ what: '--grant password', got: 'no user', expected: "a user's name", fix }]);
  }
  const password =
    io.env['WSO2_PASSWORD'] || (await promptSecret(`the password of ${username}`, 'set WSO2_PASSWORD', io));
  return { username, password };
}
