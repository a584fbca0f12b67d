import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { laptopFilePath } from '../../../commands/wso2/laptop-file';
import { writeAssembly } from '../../local/gateway/support/assembly';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { ended } from '../../support/processes';
import { ROOT } from '../../support/run';

jest.setTimeout(120_000);

/**
 * A function that starts a process, and on Linux one without the function's environment; leaves a file, tells who it is,
 * and then never gives way again.
 */
const BUSY = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
export const handler = async () => {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const bare = process.platform === 'linux' ? ['/bin/sleep', ['600'], { env: {}, detached: true, stdio: 'ignore' }] : [];
  const others = bare.length > 0 ? [spawn(...bare).pid] : [];
  writeFileSync(tmpdir() + '/left', '');
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  return [process.pid, process.ppid, child.pid, ...others];
};`;

/** A folder for temporary files, in which tsx finds what it has compiled before: else it would compile all of it again. */
function tempWithCache(): string {
  const temp = tempFolder({});
  for (const cache of readdirSync(tmpdir()).filter((name) => /^tsx-\d+$/.test(name))) {
    symlinkSync(join(tmpdir(), cache), join(temp, cache));
  }
  return temp;
}

/** The names in a folder, of this project. */
const leftIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('http-api-'));

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'npm start that gets %s leaves no process, no temporary folder and no laptop file',
  async (signal) => {
    const fixture = { routes: { 'GET /me': { scopes: [] } }, fn: { Timeout: 600 } };
    const assembly = writeAssembly(fixture, { 'index.mjs': BUSY });
    const temp = tempWithCache();
    const ports = ['--port', '0', '--console-port', '0', '--issuer-port', '0'];
    const child = spawn(
      process.execPath,
      ['--require', './commands/kit/typescript.cjs', 'bin/start.ts', '--json', ...ports, '--assembly', assembly],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: temp } },
    );
    const exited = once(child, 'exit');
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url, tokens } = JSON.parse(line);
    const response = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${tokens.valid}` } });
    const [environment, gateway, ...started] = (await response.json()) as number[];
    expect(gateway).toBe(child.pid);
    // Of the laptop, of the function, and of the process that is ready for its next code.
    expect(leftIn(temp)).toHaveLength(3);
    const laptops = join(laptopFilePath(ROOT, 0), '..');
    expect(readdirSync(laptops)).toContain(`${child.pid}.json`);

    child.kill(signal);
    expect(await exited).toEqual(signal === 'SIGKILL' ? [null, signal] : [0, null]);
    await ended([environment as number, ...started]);
    while (leftIn(temp).length > 0 || readdirSync(laptops).includes(`${child.pid}.json`)) {
      await delay(20);
    }
  },
);
