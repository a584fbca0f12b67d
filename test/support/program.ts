import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ENVIRONMENT, type Ended } from './run';

/** A program in one process for several runs, where to load it takes as long as most of them. */
export interface Program {
  /** Runs it with these arguments; one run at a time. */
  run(...args: readonly string[]): Promise<Ended>;
}

const started: ChildProcess[] = [];

/**
 * Starts a program. It ends with the test file.
 *
 * @param file serves its runs, by serve-program.js
 * @param env all that it sees of an environment, besides the path of programs
 */
export function startProgram(file: string, env: Readonly<Record<string, string>>, cwd: string): Program {
  const child = fork(file, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    execArgv: ['--single-threaded-gc'],
    // Whatever it prints is in its answers; what Node prints of a crash is for whoever runs the tests.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  started.push(child);
  const exited = once(child, 'exit');
  return {
    async run(...args) {
      const answer = once(child, 'message');
      child.send(args);
      const ended = await Promise.race([answer, exited]);
      if (child.exitCode !== null) {
        throw new Error(`${file} exited with ${child.exitCode}: ${args.join(' ')}`);
      }
      return ended[0];
    },
  };
}

afterAll(() =>
  Promise.all(
    started.map(async (child) => {
      if (child.kill()) {
        await once(child, 'exit');
      }
    }),
  ),
);
