import type { CommandIo } from '../support/command';
import { promptSecret, promptText } from '../support/prompt';
import { tokenIn } from '../support/token-in';

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
  const token = tokenIn('WSO2_ADMIN_TOKEN', io);
  if (token !== undefined) {
    return { authorization: `Bearer ${token}`, hidden: [token] };
  }
  const username =
    io.env['WSO2_ADMIN_USERNAME'] ||
    (await promptText(
      "the administrator's user name",
      'set WSO2_ADMIN_USERNAME and WSO2_ADMIN_PASSWORD, or WSO2_ADMIN_TOKEN',
      io,
    ));
  const password =
    io.env['WSO2_ADMIN_PASSWORD'] ||
    (await promptSecret("the administrator's password", 'set WSO2_ADMIN_PASSWORD', io));
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return { authorization: `Basic ${basic}`, hidden: [password, basic] };
}
