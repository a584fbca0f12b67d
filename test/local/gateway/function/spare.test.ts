import { type EventEmitter, once } from 'node:events';
import { createSpare, type Spare, type SpareEnvironment } from '../../../../local/gateway/function/spare-environment';
import { startTestPool } from '../support/test-pool';

/** A spare, and what was taken of it. */
interface Watched extends Spare {
  readonly taken: (SpareEnvironment | undefined)[];
}

const open: Watched[] = [];

function watchedSpare(): Watched {
  const spare = createSpare({});
  const taken: Watched['taken'] = [];
  const watched: Watched = {
    ...spare,
    taken,
    take(fn) {
      taken.push(spare.take(fn));
      return taken.at(-1);
    },
  };
  open.push(watched);
  return watched;
}

afterEach(async () => {
  for (const { taken, close } of open.splice(0)) {
    await Promise.all([close(), ...taken.map((one) => one?.root.clear())]);
  }
});

/** A function that answers with its process, what is in its folder, and a name. */
const codeNamed = (name: string) => `
  import { readdirSync } from 'node:fs';
  let count = 0;
  export const handler = () => ({
    name: '${name}', pid: process.pid, files: readdirSync('.'), count: ++count,
    root: process.env.LAMBDA_TASK_ROOT === process.cwd() && process.cwd(),
  });`;

const poolWith = (spare: Spare, name: string, fn = {}) => startTestPool(codeNamed(name), fn, 1, {}, spare);

test('the first environment of each code is the process that was kept for it, fresh and in a folder of its own', async () => {
  const spare = watchedSpare();
  const first = await poolWith(spare, 'before the edit').result();
  const second = await poolWith(spare, 'after the edit').result();
  expect([first, second]).toEqual([
    expect.objectContaining({ name: 'before the edit', files: ['index.mjs'], count: 1 }),
    expect.objectContaining({ name: 'after the edit', files: ['index.mjs'], count: 1 }),
  ]);
  const processes = spare.taken.map((taken) => [taken?.started.child.pid, taken?.started.folders.taskRoot]);
  expect([first, second].map((answer) => [(answer as { pid: number }).pid, (answer as { root: string }).root])).toEqual(
    processes,
  );
  expect(new Set(processes.flat()).size).toBe(4);
});

test('a function with another environment variable, or other memory, is no process that was kept', () => {
  const spare = watchedSpare();
  const { fn } = poolWith(spare, 'one');
  expect(spare.take({ ...fn, environment: { ...fn.environment, STAGE: 'other' } })).toBeUndefined();
  expect(spare.take({ ...fn, memoryMiB: fn.memoryMiB * 2 })).toBeUndefined();
  expect(spare.take({ ...fn, codeDir: '/elsewhere' })).toBeDefined();
});

test('one that has ended meanwhile is not used, and another one answers', async () => {
  const spare = watchedSpare();
  const one = poolWith(spare, 'one');
  const { child } = spare.take(one.fn)?.started ?? {};
  spare.prepare(one.fn);
  const kept = spare.take(one.fn);
  const killed = once(kept?.started.child as EventEmitter, 'exit');
  kept?.started.child.kill('SIGKILL');
  await killed;
  // As if it had ended while the code was copied.
  const pool = poolWith({ ...spare, take: () => kept }, 'two');
  const { pid } = (await pool.result()) as { pid: number };
  expect([child?.pid, kept?.started.child.pid]).not.toContain(pid);
});

test.each(['--import ./telemetry.mjs', '-r ./telemetry.cjs', '--env-file=.env'])(
  'none is kept where Node.js reads the code as it starts: %s',
  (NODE_OPTIONS) => {
    const spare = watchedSpare();
    const { fn } = poolWith(spare, 'one', { Environment: { Variables: { NODE_OPTIONS } } });
    expect(spare.take(fn)).toBeUndefined();
  },
);

test('the one that is kept ends with its folder when it is closed, and no other is kept after that', async () => {
  const spare = createSpare({});
  const { fn } = startTestPool(codeNamed('one'));
  spare.prepare(fn);
  await spare.close();
  spare.prepare(fn);
  expect(spare.take(fn)).toBeUndefined();
});
