import { type Fault, show } from '../../lib/check/fault';
import { CommandError, type Flags } from '../kit/command';

/** The flags that choose an environment, as `cdk deploy` takes them. */
export const CONFIG_FLAGS = {
  context: {
    type: 'string',
    short: 'c',
    value: 'KEY=VALUE',
    multiple: true,
    describe:
      'env=NAME (default local, or dev with an issuer; pr-N: a preview), issuer=URL, clientId=ID[,ID…]: as for cdk deploy',
  },
} as const satisfies Flags;

/**
 * Stops a command that was given a value of `-c` which would be ignored: one without a value, or of another key than these and
 * the CDK's own, whose names are no plain words: `@aws-cdk/core:checkSecretUsage`.
 *
 * @throws CommandError with every one
 */
export function refuseIgnored(
  context: readonly string[],
  keys: readonly string[],
  advice: Pick<Fault, 'expected' | 'fix'>,
): void {
  const isTaken = (key: string) => keys.includes(key) || /[@:/]/.test(key);
  const ignored = context.filter((pair) => !pair.includes('=') || !isTaken(pair.split('=')[0] ?? ''));
  if (ignored.length > 0) {
    throw new CommandError(ignored.map((pair) => ({ what: '-c', got: show(pair), ...advice })));
  }
}

/** The context that the values of `-c` give the app: `{ env: 'dev' }` for `env=dev`. */
export function contextOf(context: readonly string[]): Readonly<Record<string, string>> {
  const values = context.map((pair) => {
    const [key = '', ...rest] = pair.split('=');
    return [key, rest.join('=')];
  });
  return Object.fromEntries(values);
}
