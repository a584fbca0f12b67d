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
  return parseContext([values['context'] ?? []].flat().map(String));
}

/** The values of `-c`, each `KEY=VALUE`, by key. */
export function parseContext(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...rest] = pair.split('=');
      return [key, rest.join('=')];
    }),
  );
}
