import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildProps {
  readonly args: readonly string[];
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly cwd?: string;
  /** Its standard input. @default - nothing */
  readonly input?: string;
  /** True where it answers messages. @default false */
  readonly ipc?: boolean;
}

/** A Node process that runs beside this one. */
export interface Child {
  readonly process: ChildProcess;
  /**
   * The first line that it prints.
   *
   * @throws Error with what it wrote to standard error, when it ends before
   */
  firstLine(): Promise<string>;
}

const running = new Set<ChildProcess>();

// Whatever ends this process ends what it started, too.
process.once('exit', () => {
  for (const child of running) {
    child.kill();
  }
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}

/** Starts a Node process, which ends with this one at the latest. */
export function startChild({ args, env = process.env, cwd, input = '', ipc = false }: ChildProps): Child {
  const child = spawn(process.execPath, args, {
    env,
    cwd,
    stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  // It may end before it has read everything; that shows as the end of its output.
  child.stdin?.on('error', () => {}).end(input);
  const lines = child.stdout ? createInterface({ input: child.stdout }) : undefined;
  return {
    process: child,
    async firstLine() {
      const line = lines && (await Promise.race([once(lines, 'line'), once(child, 'close')]));
      const [first] = line ?? [];
      if (typeof first !== 'string') {
        throw new Error(`${args.join(' ')} — got an end — expected a line — ${complaints.join('').trim()}`);
      }
      return first;
    },
  };
}

/** Ends a process that {@link startChild} started, and waits until it has. */
export async function stopChild({ process: child }: Child): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'exit');
  }
}
