import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../../support/run';

/** Line that `npm start -- --json` prints when it is ready. */
export interface Ready {
  readonly url: string;
  readonly issuer: string;
  readonly caFile: string;
  readonly routes: readonly string[];
  readonly tokens: Readonly<Record<string, string>>;
}

export interface Started {
  readonly ready: Ready;
  /** Ctrl-C, and the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Whatever was started, ready or not. */
export const stops: Started['stop'][] = [];

/** `npm start -- --json` on free ports: its first line, and how to end it. It ends with the test file at the latest. */
export async function start(...flags: string[]): Promise<Started> {
  const child = spawn(
    process.execPath,
    [
      ...['--require', './commands/kit/typescript.cjs', 'bin/start.ts', '--json', '--no-watch'],
      ...['--port', '0', '--console-port', '0', '--issuer-port', '0', ...flags],
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  stops.push(stop);
  for await (const line of createInterface({ input: child.stdout })) {
    return { ready: JSON.parse(line), stop };
  }
  throw new Error(`npm start ended with ${await ended} before it was ready`);
}

afterAll(() => Promise.all(stops.map((stop) => stop())));
