import { availableParallelism } from 'node:os';
import type { TimeSpent } from './environment-messages';

/** The time that an invocation waits for another environment while nothing is known of the function's use of time. */
const PATIENCE_MS = 20;

/** The time without a new invocation after which a function that keeps the cores busy gets one more environment. */
const STALL_MS = 100;

/** Over how many invocations it is said what is usual. */
const USUAL = 64;

const CORES = availableParallelism();

/** Decides when a function gets another environment, by the time that its latest invocations computed and waited. */
export interface Growth {
  /** Takes down the time of an invocation that has returned. */
  returned(spent: TimeSpent): void;
  /** The most environments that may start at a time: until it is known what the function's time goes on, one after the other. */
  atOnce(): number;
  /**
   * The time at which another environment is due for an invocation that waits. All times are those of `performance.now()`.
   *
   * @param since - the time since which it waits
   * @param lastBegan - the time at which the invocation that began last did
   * @param environments - the number of those that there are
   */
  dueAt(since: number, lastBegan: number, environments: number): number;
}

export function createGrowth(): Growth {
  let returned = 0;
  const usual = { cpuMs: 0, idleMs: 0 };

  /** The number of environments that keep the cores busy, from the share of its time in which each one works. */
  const busyEnvironments = () => Math.round((CORES * (usual.cpuMs + usual.idleMs)) / usual.cpuMs);

  return {
    returned({ cpuMs, idleMs }) {
      returned += 1;
      const weight = 1 / Math.min(returned, USUAL);
      usual.cpuMs += (cpuMs - usual.cpuMs) * weight;
      usual.idleMs += (idleMs - usual.idleMs) * weight;
    },
    atOnce: () => (returned === 0 ? 1 : CORES),
    dueAt(since, lastBegan, environments) {
      if (environments === 0 || (returned > 0 && environments < busyEnvironments())) {
        return since;
      }
      return returned === 0 ? since + PATIENCE_MS : Math.max(since, lastBegan) + STALL_MS;
    },
  };
}
