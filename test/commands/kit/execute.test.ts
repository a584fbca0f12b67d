import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../support/run';

jest.setTimeout(60_000);

test('a command whose reader has left ends without a stack trace, as a shell tells of SIGPIPE', async () => {
  const child = spawn(process.execPath, ['--require', './commands/kit/typescript.cjs', 'bin/start.ts', '--help'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const closed = once(child, 'close');
  expect(await text(child.stderr)).toBe('');
  expect(await closed).toEqual([141, null]);
});
