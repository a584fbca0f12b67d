import type { FunctionModel } from '../model';
import { type EnvironmentProcess, isRunning, startProcess } from './environment-process';
import { createEmptyTaskRoot, type EmptyTaskRoot } from './task-root';

/** A process that has started, in a folder of its own that the code is still to be copied to. */
export interface SpareEnvironment {
  readonly root: EmptyTaskRoot;
  readonly started: EnvironmentProcess;
}

/**
 * Keeps one process of a function ready for its next code: the start of Node.js is most of what a fresh environment takes,
 * and happens before an edit and not after it.
 */
export interface Spare {
  /** Starts the process, unless there is one for such a function. One for another is ended. */
  prepare(fn: FunctionModel): void;
  /** @returns undefined where there is none that runs for such a function */
  take(fn: FunctionModel): SpareEnvironment | undefined;
  close(): Promise<void>;
}

/** Options of Node.js that read nothing of the function's code, which is not there yet when the process starts. */
const READS_NO_CODE = /^(\s|--enable-source-maps)*$/;

/** @param variables - of every function, besides those of the template */
export function createSpare(variables: Readonly<Record<string, string>>): Spare {
  let current: (SpareEnvironment & { readonly of: string }) | undefined;
  const clearing = new Set<Promise<void>>();
  let isClosed = false;

  function drop(): void {
    if (current) {
      const cleared: Promise<void> = current.root.clear().finally(() => clearing.delete(cleared));
      clearing.add(cleared);
      current = undefined;
    }
  }

  return {
    prepare(fn) {
      const of = kindOf(fn);
      if (isClosed || (current?.of === of && isRunning(current.started))) {
        return;
      }
      drop();
      if (!READS_NO_CODE.test(variables['NODE_OPTIONS'] ?? fn.environment['NODE_OPTIONS'] ?? '')) {
        return;
      }
      try {
        const root = createEmptyTaskRoot();
        const started = startProcess(fn, { taskRoot: root, variables });
        // Whoever needs an environment and finds none starts one, and is told why that fails.
        started.child.on('error', () => {});
        current = { root, started, of };
      } catch {
        // The same.
      }
    },
    take(fn) {
      if (current?.of !== kindOf(fn) || !isRunning(current.started)) {
        return undefined;
      }
      const taken = current;
      current = undefined;
      return taken;
    },
    async close() {
      isClosed = true;
      drop();
      await Promise.all(clearing);
    },
  };
}

/** All that a process is started with, which is all of a function but its code. */
function kindOf({ codeDir, ...rest }: FunctionModel): string {
  return JSON.stringify(rest);
}
