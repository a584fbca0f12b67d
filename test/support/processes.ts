import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when none of these processes runs any more. */
export async function ended(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) {
    await delay(20);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
