import type { CommandIo } from './command';
import { CommandError } from './command-error';

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
