import type { Flags } from '../kit/command';

/**
 * The flag for refusals that somebody who knows may let pass.
 *
 * @param oneOf its values
 * @param describe its line in the usage
 */
export function acceptFlag<const Values extends readonly string[]>(oneOf: Values, describe: string) {
  return { accept: { type: 'string', value: 'WHAT', multiple: true, oneOf, describe } } as const satisfies Flags;
}

/** The arguments that the CDK CLI is given besides the stack: context and profile as flags, and what is passed on as it is. */
export function cdkArguments(
  { context, profile }: { readonly context: readonly string[]; readonly profile?: string | undefined },
  passedOn: readonly string[],
): string[] {
  return [
    ...context.flatMap((pair) => ['-c', pair]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...passedOn,
  ];
}
