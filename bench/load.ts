import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Contestant, startContestants } from './contestants';
import { installLoadPackages } from './load-packages';
import { CONNECTIONS, type LoadResult, loadTurn } from './load-turn';
import { median, type Row } from './measure';

export interface LoadProps {
  /** The cloud assembly that the gateway serves. */
  readonly assembly: string;
  /** A folder for what is made on the way. */
  readonly work: string;
  /** The number of turns of each server. */
  readonly runs: number;
}

/** Of the gateway's process, in bytes. */
interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** In seconds. A server's first turn is for its compiler, and not counted. */
const TURN_SECONDS = 5;
const SUSTAINED_SECONDS = 90;

/** Interval between two readings of the resident memory under load, in milliseconds. */
const SAMPLE_MS = 500;

/**
 * Measures `GET /me` with a valid token: `npm start` side by side with serverless-offline, which verifies no signature, and
 * with the least that verifies one. Then whether the memory of `npm start` is flat.
 */
export async function measureLoad({ assembly, work, runs }: LoadProps): Promise<Row[]> {
  installLoadPackages();
  const home = join(work, 'home');
  mkdirSync(home, { recursive: true });
  const { ours, offline, limit, token } = await startContestants(assembly, home);

  const loads = new Map<Contestant, LoadResult[]>([ours, offline, limit].map((contestant) => [contestant, []]));
  const order = [...loads.keys()];
  for (let run = 0; run <= runs; run += 1) {
    console.log(run === 0 ? 'warming up' : `turn ${run} of ${runs}`);
    for (const contestant of order) {
      const turn = await loadTurn(contestant, token, TURN_SECONDS);
      if (run > 0) {
        loads.get(contestant)?.push(turn);
      }
    }
    // Each goes first every third time, so that what else the machine does meets all alike.
    order.push(...order.splice(0, 1));
  }

  console.log(`npm start for ${SUSTAINED_SECONDS} s`);
  const start = await memoryOf(ours, 'memory');
  const [sustained, samples] = await sampled(ours, () => loadTurn(ours, token, SUSTAINED_SECONDS));
  const end = await memoryOf(ours, 'memory');
  // Not of the first third: where something else has the processor, further environments are started in it.
  const [, middle = Number.NaN, last = Number.NaN] = lowestOfThirds(samples);
  for (const { child } of loads.keys()) {
    child.process.kill();
  }

  console.log(`GET /me with a valid token, ${CONNECTIONS} connections, medians of ${runs} turns of ${TURN_SECONDS} s:`);
  const figures = new Map([...loads].map(([contestant, turns]) => [contestant, medians(turns)]));
  for (const [{ name }, { perSecond, p50, p99 }] of figures) {
    console.log(`        ${name}: ${perSecond.toFixed(0)} requests per second, p50 ${p50} ms, p99 ${p99} ms`);
  }
  const heaps = [start, end].map(({ heapUsed }) => mebibytes(heapUsed).toFixed(1));
  console.log(
    `        npm start: ${heaps.join(' and ')} MiB of heap after a collection, before and after ${SUSTAINED_SECONDS} s`,
  );
  const [lowest, highest] = [Math.min(...samples), Math.max(...samples)].map((bytes) => mebibytes(bytes).toFixed(0));
  console.log(`        npm start: ${lowest} to ${highest} MiB resident under load`);

  const of = (contestant: Contestant, figure: keyof LoadResult) => figures.get(contestant)?.[figure] ?? Number.NaN;
  const all = [...(loads.get(ours) ?? []), sustained];
  const failed = all.reduce((sum, turn) => sum + turn.failed, 0);
  const sent = all.reduce((sum, turn) => sum + turn.failed + turn.answered, 0);
  return [
    {
      what: 'requests per second, against serverless-offline',
      ...{ ours: of(ours, 'perSecond'), reference: of(offline, 'perSecond'), unit: '/s' },
      // Not more, because even the server that does the least is only some three times as fast on two idle cores.
      ...{ bound: 'at least', limit: 2 },
    },
    {
      what: 'requests per second, against node:http with aws-jwt-verify alone',
      ...{ ours: of(ours, 'perSecond'), reference: of(limit, 'perSecond'), unit: '/s' },
      // A function in a thread of the gateway made it 0.9. A process of its own halves that on two cores, which it shares with
      // the gateway and the load generator (docs/decisions/0019-a-process-for-each-execution-environment.md).
      ...{ bound: 'at least', limit: 0.4 },
    },
    {
      what: 'p99, against serverless-offline',
      ...{ ours: of(ours, 'p99'), reference: of(offline, 'p99'), unit: 'ms' },
      ...{ bound: 'below', limit: 1 },
    },
    { what: 'failed requests, of all', ours: failed, reference: sent, unit: 'requests', bound: 'at most', limit: 0 },
    {
      what: `heap after ${SUSTAINED_SECONDS} s of load, against before`,
      ...{ ours: mebibytes(end.heapUsed), reference: mebibytes(start.heapUsed), unit: 'MiB' },
      ...{ bound: 'at most', limit: 1.1 },
    },
    {
      what: `resident memory of ${SUSTAINED_SECONDS} s of load, the lowest of the last third against the middle third`,
      ...{ ours: mebibytes(last), reference: mebibytes(middle), unit: 'MiB' },
      ...{ bound: 'at most', limit: 1.1 },
    },
  ];
}

function medians(turns: readonly LoadResult[]): LoadResult {
  const of = (figure: keyof LoadResult) => median(turns.map((turn) => turn[figure]));
  return {
    answered: of('answered'),
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    failed: of('failed'),
  };
}

/** @param when - `memory`: after a collection; `resident`: as it is, without one */
async function memoryOf({ child }: Contestant, when: 'memory' | 'resident'): Promise<Memory> {
  child.process.send(when);
  const [memory] = await once(child.process, 'message');
  return memory as Memory;
}

/** Does work, and reads the resident memory of a server, in bytes, again and again until it is done. */
async function sampled<T>(contestant: Contestant, work: () => Promise<T>): Promise<[T, readonly number[]]> {
  const samples: number[] = [];
  let isDone = false;
  const done = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    samples.push((await memoryOf(contestant, 'resident')).rss);
    await Promise.race([done, delay(SAMPLE_MS)]);
  }
  return [await done, samples];
}

/**
 * The least of each third. Resident memory goes up until a collection and down after it, so that a sample tells no more than
 * how long ago the last one was. What a third of the time never falls below is what is in use; a leak raises it.
 */
function lowestOfThirds(samples: readonly number[]): number[] {
  const third = samples.length / 3;
  return [0, 1, 2].map((index) =>
    Math.min(...samples.slice(Math.round(index * third), Math.round((index + 1) * third))),
  );
}

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
