import { CommandError, type Flags } from '../commands/kit/command';
import { show } from '../lib/check/fault';

/** The flag for the number of repetitions, of which the median counts. */
export function runsFlag(runs: number) {
  return {
    runs: { type: 'string', value: 'N', default: `${runs}`, describe: 'measure so many times, and take the median' },
  } as const satisfies Flags;
}

/** @throws CommandError where it is no whole number of at least 1 */
export function readRuns({ runs }: { readonly runs: string }): number {
  const number = Number(runs);
  if (!Number.isInteger(number) || number < 1) {
    const expected = 'a whole number of at least 1';
    throw new CommandError([{ what: '--runs', got: show(runs), expected, fix: 'write --runs 5, say' }]);
  }
  return number;
}
