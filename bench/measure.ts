import { execFileSync } from 'node:child_process';

/** A command and its environment, to be timed as a process of its own. */
export interface TimedCommand {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One limit, and what was measured against it. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly reference: number;
  readonly unit: 's' | 'ms' | 'KB' | 'MiB' | '/s' | 'requests';
  /** The relation of `ours / reference` to the limit. */
  readonly bound: 'at most' | 'at least' | 'below';
  readonly limit: number;
}

/** Runs Node once and gives back what it prints. */
export function node({ args, env = {} }: TimedCommand): string {
  return execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The seconds that a process takes. */
export function seconds(command: TimedCommand): number {
  const start = performance.now();
  node(command);
  return (performance.now() - start) / 1000;
}

/** The milliseconds until work is done. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Measures two things in turns, each first every other time, so that what else the machine does meets both alike.
 *
 * @param measure gives one measurement
 * @returns the median of each
 */
export async function inTurns<T>(
  ours: T,
  reference: T,
  runs: number,
  measure: (of: T) => number | Promise<number>,
): Promise<[number, number]> {
  const measured: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    for (const which of run % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      measured[which].push(await measure(which === 0 ? ours : reference));
    }
  }
  return [median(measured[0]), median(measured[1])];
}

/** The middle one; between two, their mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
