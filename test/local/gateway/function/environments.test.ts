import { availableParallelism } from 'node:os';
import { ended } from '../../../support/processes';
import { startBarrier, WAIT } from '../support/barrier';
import { shareTestPool, startTestPool } from '../support/test-pool';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html

/** Counts the invocations of its environment, and those that run in it at the same time. */
const COUNTS = `${WAIT}
const environment = Math.random();
let count = 0;
let running = 0;
export const handler = async ({ port }) => {
  count += 1;
  running += 1;
  const seen = { environment, count, running };
  if (port) await wait(port);
  running -= 1;
  return seen;
};`;

interface Seen {
  readonly environment: number;
  readonly count: number;
  readonly running: number;
}

describe('an environment', () => {
  test('keeps the state of its modules from one invocation to the next [F176]', async () => {
    const { result } = startTestPool(COUNTS, {}, 10);
    const seen = [await result(), await result(), await result()] as Seen[];
    expect(seen.map(({ count }) => count)).toEqual([1, 2, 3]);
    expect(new Set(seen.map(({ environment }) => environment)).size).toBe(1);
  });

  test('runs one invocation at a time, and shares no state with another [F176]', async () => {
    const barrier = await startBarrier();
    const { result } = startTestPool(COUNTS, {}, 4);
    const invocations = Array.from({ length: 4 }, () => result(barrier) as Promise<Seen>);
    await barrier.arrived(4);
    barrier.release();
    const seen = await Promise.all(invocations);
    expect(new Set(seen.map(({ environment }) => environment)).size).toBe(4);
    expect(seen.map(({ count, running }) => [count, running])).toEqual(Array(4).fill([1, 1]));
  });

  test('is handed the event as JSON has it, and never the same object twice', async () => {
    const { result } = startTestPool(`
      export const handler = async (event) => { const seen = { ...event }; event.changed = true; return seen; };`);
    const event = { a: [1, null, { b: 'é😀' }], undefined: undefined, date: new Date(0) };
    for (let count = 0; count < 2; count++) {
      expect(await result(event)).toEqual({ a: [1, null, { b: 'é😀' }], date: '1970-01-01T00:00:00.000Z' });
    }
  });
});

describe('a pool of environments', () => {
  const ofOne = shareTestPool(COUNTS);

  test('has as many as it may, and lets the other invocations wait for their turn [F177]', async () => {
    const barrier = await startBarrier();
    const { result } = startTestPool(COUNTS, {}, 2);
    const invocations = Array.from({ length: 6 }, () => result(barrier) as Promise<Seen>);
    for (let round = 0; round < 3; round++) {
      await barrier.arrived(2);
      expect(barrier.waiting).toBe(2);
      barrier.release();
    }
    const seen = await Promise.all(invocations);
    expect(new Set(seen.map(({ environment }) => environment)).size).toBe(2);
    expect(seen.map(({ running }) => running)).toEqual(Array(6).fill(1));
    expect(seen.map(({ count }) => count).sort()).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('lets go of an invocation whose caller waits no longer, before it runs', async () => {
    const barrier = await startBarrier();
    const { invoke, result } = ofOne();
    const first = result(barrier) as Promise<Seen>;
    await barrier.arrived(1);
    expect(await invoke({}, { waitMs: 10 })).toMatchObject({ kind: 'no answer in time' });
    barrier.release();
    const { count } = await first;
    expect(await result()).toMatchObject({ count: count + 1 });
  });

  test('drops an invocation that has not begun when its client has left, and does not run it [F179]', async () => {
    const barrier = await startBarrier();
    const { invoke, result } = ofOne();
    const first = result(barrier) as Promise<Seen>;
    await barrier.arrived(1);
    let hasLeft = false;
    const dropped = Array.from({ length: 3 }, () => invoke({}, { hasLeft: () => hasLeft }));
    const next = result();
    hasLeft = true;
    barrier.release();
    const { count } = await first;
    expect((await Promise.all(dropped)).map(({ kind }) => kind)).toEqual(Array(3).fill('not begun'));
    expect(await next).toMatchObject({ count: count + 1 });
  });

  test('has one for each invocation of a function that waits [F177]', async () => {
    const { result } = startTestPool(
      `const environment = Math.random();
      export const handler = async () => { await new Promise((done) => setTimeout(done, 200)); return environment; };`,
      {},
      16,
    );
    const seen = new Set<unknown>();
    const count = availableParallelism() + 6;
    while (seen.size < count) {
      seen.clear();
      for (const environment of await Promise.all(Array.from({ length: count }, () => result()))) {
        seen.add(environment);
      }
    }
    expect(seen.size).toBe(count);
  });

  test('has no more than the cores have use for, of a function that computes [F178]', async () => {
    // However long it takes here, for the pool no time passes: one more is started when none had a turn for a while.
    const doNotFake = ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setInterval'] as const;
    jest.useFakeTimers({ doNotFake: [...doNotFake] });
    try {
      const { result } = startTestPool(
        `const environment = Math.random();
        export const handler = async () => { for (const end = performance.now() + 1; performance.now() < end;); return environment; };`,
        {},
        16,
      );
      await result();
      const seen = new Set(await Promise.all(Array.from({ length: 100 }, () => result())));
      expect(seen.size).toBeLessThanOrEqual(availableParallelism());
    } finally {
      jest.useRealTimers();
    }
  });

  test('has as many as the function has reserved concurrency, whatever the bound for others is [F177]', async () => {
    const barrier = await startBarrier();
    const { result } = startTestPool(COUNTS, { ReservedConcurrentExecutions: 3 }, 1);
    const invocations = Array.from({ length: 4 }, () => result(barrier) as Promise<Seen>);
    await barrier.arrived(3);
    expect(barrier.waiting).toBe(3);
    barrier.release();
    await barrier.arrived(1);
    barrier.release();
    expect(new Set((await Promise.all(invocations)).map(({ environment }) => environment)).size).toBe(3);
  });

  test('has none where the reserved concurrency is 0, which switches a function off [F177]', async () => {
    const { invoke } = startTestPool(COUNTS, { ReservedConcurrentExecutions: 0 });
    expect(await invoke()).toMatchObject({ errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' });
  });

  test('lets an invocation go on whose caller waits no longer, and uses the environment again [F183]', async () => {
    const barrier = await startBarrier();
    const { invoke, result } = ofOne();
    const { count } = (await result()) as Seen;
    expect(await invoke(barrier, { waitMs: 10 })).toMatchObject({ kind: 'no answer in time' });
    await barrier.arrived(1);
    const next = result();
    barrier.release();
    expect(await next).toMatchObject({ count: count + 2, running: 1 });
  });

  test('that is closed fails what runs and what waits', async () => {
    const barrier = await startBarrier();
    const { invoke, close } = startTestPool(COUNTS);
    const running = invoke(barrier);
    await barrier.arrived(1);
    const waiting = invoke();
    await close();
    expect(await running).toMatchObject({ errorType: 'Gateway.Closed', errorMessage: 'The environment was closed' });
    expect(await waiting).toMatchObject({ errorType: 'Gateway.Closed', errorMessage: 'The function was closed' });
  });

  test('that is closed takes no more', async () => {
    const { invoke, close } = startTestPool(COUNTS);
    await close();
    expect(await invoke()).toMatchObject({ errorType: 'Gateway.Closed', errorMessage: 'The function was closed' });
  });
});

describe('an environment that dies', () => {
  const EXITS = `${WAIT}
    let count = 0;
    export const handler = async ({ exit, port }) => {
      count += 1;
      if (port) await wait(port);
      if (exit) process.exit(1);
      return { count };
    };`;

  test('takes its own invocation with it, and none that runs beside it or waits [F181]', async () => {
    const barrier = await startBarrier();
    const { port } = barrier;
    const { invoke } = startTestPool(EXITS, {}, 3);
    const events = [{ exit: true, port }, { port }, { exit: true, port }, {}, { exit: true }, {}, {}];
    const invocations = events.map((event) => invoke(event));
    await barrier.arrived(3);
    barrier.release();
    expect((await Promise.all(invocations)).map(({ kind }) => kind)).toEqual([
      'failed',
      'result',
      'failed',
      'result',
      'failed',
      'result',
      'result',
    ]);
  });

  test('takes with it what it has started [F181]', async () => {
    const { invoke, logs } = startTestPool(
      `
      import { spawn } from 'node:child_process';
      export const handler = async ({ exit }) => {
        const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
        console.log(child.pid);
        if (exit) process.exit(1);
        await new Promise(() => {});
      };`,
      { Timeout: 0.5 },
    );
    await invoke({ exit: true });
    await invoke({});
    const pids = logs.map(({ text }) => Number(text)).filter((pid) => pid > 0);
    expect(pids).toHaveLength(2);
    await ended(pids);
  });

  test('is replaced by one that starts anew', async () => {
    const { invoke, result } = startTestPool(EXITS);
    expect([await result(), await result()]).toEqual([{ count: 1 }, { count: 2 }]);
    expect(await invoke({ exit: true })).toMatchObject({ kind: 'failed' });
    expect(await result()).toEqual({ count: 1 });
  });
});
