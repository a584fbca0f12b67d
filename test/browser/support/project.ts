import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { copyProject } from '../../support/project-copy';
import { ROOT } from '../../support/run';

/** A running `npm start`, or another command that serves a console. */
export interface Running {
  /** The address of the console, with its secret. */
  readonly console: string;
  /** The address of the API. */
  readonly api: string;
  /** The tokens of `npm start --json`, by name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Its folder, to edit. */
  readonly folder: string;
  stop(): Promise<void>;
}

interface Ready {
  readonly console: string;
  readonly url: string;
  readonly tokens?: Readonly<Record<string, string>>;
}

const ANY_PORTS = ['--port', '0', '--console-port', '0', '--issuer-port', '0'];

/** Those of `npm start` without flags. */
export const USUAL_PORTS: readonly string[] = [];

/** Starts a copy of the project, with the routes and environments of the tests. */
export async function startCopy(ports: readonly string[] = ANY_PORTS): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'console-test-'));
  copyProject(folder);
  cpSync(join(ROOT, 'test/fixtures/config'), join(folder, 'config'), { recursive: true });
  for (const name of ['environments.ts', 'routes.ts']) {
    // It is a level up now.
    const file = join(folder, 'config', name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'../../../", "'../"));
  }
  const running = await startIn(folder, ports);
  return {
    ...running,
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the project with a given cloud assembly. */
export function startAssembly(assembly: string): Promise<Running> {
  return startIn(ROOT, [...ANY_PORTS, '--assembly', assembly]);
}

/** Starts `npm run console` of a running copy, for its API as if that was deployed. */
export async function startDeployed({ folder, api, tokens }: Running): Promise<Running> {
  const { line, stop } = await startCommand(folder, [
    'bin/console.ts',
    '--console-port',
    '0',
    '-c',
    'env=local',
    '--url',
    api,
  ]);
  return { console: line.replace(/^console /, ''), api, tokens, folder, stop };
}

async function startIn(folder: string, flags: readonly string[]): Promise<Running> {
  const { line, stop } = await startCommand(folder, ['bin/start.ts', '--json', ...flags]);
  const { console, url, tokens = {} } = JSON.parse(line) as Ready;
  return { console, api: url, tokens, folder, stop };
}

/** Starts a command that runs until it is ended, and waits for its first line. */
async function startCommand(
  folder: string,
  args: readonly string[],
): Promise<{ readonly line: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--require', './commands/kit/typescript.cjs', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (first.done) {
    throw new Error(`${args[0]} ended before it was ready`);
  }
  return {
    line: first.value,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
