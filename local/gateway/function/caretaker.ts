import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A line of the caretaker's input: which path, and what has happened. */
export interface ToCaretaker {
  readonly path: string;
  /** A process has started that is to end with the path. */
  readonly started?: number;
  /** It ended. */
  readonly ended?: number;
  /** A path that the variables of its environment held; those of what it started and left behind hold it, too. */
  readonly orphansOf?: string;
  /** The path is to be removed now. */
  readonly clear?: true;
}

/** A file or folder that is removed when this process ends, with the processes that use it. */
export interface Kept {
  readonly path: string;
  /** A process has started that must not outlive this one. */
  processStarted(pid: number): void;
  /** It ended; what it started is ended, too: processes with a path in their environment that began with this. */
  processEnded(pid: number, orphansOf: string): void;
  /** Ends the processes and removes the path now. */
  clear(): Promise<void>;
}

const CARETAKER = join(__dirname, 'caretaker-process.mjs');

interface Caretaker {
  readonly process: ChildProcess;
  isGone: boolean;
  /** Callbacks by the path whose removal they wait for. */
  readonly cleared: Map<string, () => void>;
}

/** The number of paths that are kept. */
let keptCount = 0;
let current: Caretaker | undefined;

/**
 * Sees to it that a file or folder goes when this process ends, even by `kill -9`. Called before it is made, so that it
 * is never left behind.
 *
 * All that a process keeps has one caretaker, a process of its own that ends when nothing is left to keep.
 */
export function keep(path: string): Kept {
  keptCount += 1;
  const caretaker = current ?? startCaretaker();
  current = caretaker;
  const tell = (message: Omit<ToCaretaker, 'path'>) => {
    caretaker.process.stdin?.write(`${JSON.stringify({ path, ...message })}\n`);
  };
  let clearing: Promise<void> | undefined;
  tell({});

  async function clear(): Promise<void> {
    if (!caretaker.isGone) {
      // This process has to wait for the answer, which otherwise does not keep it alive.
      caretaker.process.ref();
      await new Promise<void>((resolve) => {
        caretaker.cleared.set(path, resolve);
        tell({ clear: true });
      });
      caretaker.cleared.delete(path);
    }
    if (caretaker.isGone) {
      rmSync(path, { recursive: true, force: true });
    }
    keptCount -= 1;
    if (keptCount === 0) {
      current?.process.stdin?.end();
      current = undefined;
    } else if (caretaker.cleared.size === 0) {
      caretaker.process.unref();
    }
  }

  return {
    path,
    processStarted: (pid) => tell({ started: pid }),
    processEnded: (pid, orphansOf) => tell({ ended: pid, orphansOf }),
    clear() {
      clearing ??= clear();
      return clearing;
    },
  };
}

function startCaretaker(): Caretaker {
  const child = spawn(process.execPath, [CARETAKER], {
    cwd: tmpdir(),
    // Nothing of the host's, such as a loader.
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    // In a group of its own, which a Ctrl-C does not reach.
    detached: true,
    windowsHide: true,
  });
  const caretaker: Caretaker = { process: child, isGone: false, cleared: new Map() };
  const gone = () => {
    caretaker.isGone = true;
    current = current === caretaker ? undefined : current;
    for (const resolve of caretaker.cleared.values()) {
      resolve();
    }
  };
  child.on('error', gone);
  child.on('exit', gone);
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => caretaker.cleared.get(JSON.parse(line))?.());
  (child.stdout as Socket).unref();
  child.unref();
  return caretaker;
}
