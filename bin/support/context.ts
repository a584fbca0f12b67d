import { parseArgs } from 'node:util';

/**
 * The context that the CDK CLI would take from these arguments: `-c KEY=VALUE`, `--context KEY=VALUE`.
 *
 * @param args arguments of `cdk synth`, `diff` or `deploy`; other flags are left alone
 */
export function contextOf(args: readonly string[]): Record<string, string> {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', short: 'c', multiple: true } },
    strict: false,
  });
  return Object.fromEntries(
    [values['context'] ?? []].flat().map((pair) => {
      const [key = '', ...rest] = String(pair).split('=');
      return [key, rest.join('=')];
    }),
  );
}
