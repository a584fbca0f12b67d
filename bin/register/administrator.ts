import { read } from 'read';
import type { CommandIo } from '../support/command';
import { CommandError } from '../support/command-error';
import { promptSecret } from '../support/prompt';

/** Who asks WSO2 IS to change something. */
export interface Administrator {
  /** The value of the `authorization` header. */
  readonly authorization: string;
  /** What of it must never be shown. */
  readonly hidden: readonly string[];
}

/**
 * The administrator: WSO2_ADMIN_TOKEN, else WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD; at a terminal what is missing of
 * the two is asked for.
 *
 * @throws CommandError when they are nowhere, or cannot be sent
 */
export async function administratorOf(io: Pick<CommandIo, 'env' | 'stdin'>): Promise<Administrator> {
  const token = io.env['WSO2_ADMIN_TOKEN']?.trim();
  if (token) {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      const fix = 'set WSO2_ADMIN_TOKEN to the access token alone';
      throw new CommandError([{ what: 'WSO2_ADMIN_TOKEN', got: 'a value that is no token', expected: 'a token', fix }]);
    }
    return { authorization: `Bearer ${token}`, hidden: [token] };
  }
  const username = io.env['WSO2_ADMIN_USERNAME'] || (await promptName(io));
  const password =
    io.env['WSO2_ADMIN_PASSWORD'] ||
    (await promptSecret("the administrator's password", 'set WSO2_ADMIN_PASSWORD', io));
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return { authorization: `Basic ${basic}`, hidden: [password, basic] };
}

async function promptName({ stdin }: Pick<CommandIo, 'stdin'>): Promise<string> {
  const answer = stdin.isTTY ? await read({ prompt: "the administrator's user name: ", output: process.stderr }) : '';
  if (answer === '') {
    const got = stdin.isTTY ? 'nothing' : 'no terminal to ask at';
    const fix = 'set WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD, or WSO2_ADMIN_TOKEN';
    throw new CommandError([{ what: "the administrator's credentials", got, expected: 'a user or a token', fix }]);
  }
  return answer;
}
