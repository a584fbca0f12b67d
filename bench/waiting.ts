import { type Contestant, startWaiting } from './contestants';
import { installLoadPackages } from './load-packages';
import { CONNECTIONS, type LoadResult, loadTurn } from './load-turn';
import { median, type Row } from './measure';

export interface WaitingProps {
  /** The cloud assembly that the gateway serves, with `bench/load/wait.mjs` as its function. */
  readonly assembly: string;
  /** The number of turns of each server. */
  readonly runs: number;
}

/** As long as the function of `bench/load/wait.mjs` waits. */
const WAIT_MS = 15;

/** In seconds. The first turn is for the environments to start, and not counted. */
const TURN_SECONDS = 5;

/** Measures a function that waits for something else: how many of its environments the gateway has at a time. */
export async function measureWaiting({ assembly, runs }: WaitingProps): Promise<Row[]> {
  installLoadPackages();
  const { ours, limit, token } = await startWaiting(assembly, WAIT_MS);
  const loads = new Map<Contestant, LoadResult[]>([ours, limit].map((contestant) => [contestant, []]));
  for (let run = 0; run <= runs; run += 1) {
    for (const [contestant, turns] of loads) {
      const turn = await loadTurn(contestant, token, TURN_SECONDS);
      if (run > 0) {
        turns.push(turn);
      }
    }
  }
  for (const { child } of loads.keys()) {
    child.process.kill();
  }

  console.log(`a function that waits ${WAIT_MS} ms, ${CONNECTIONS} connections, medians of ${runs} turns:`);
  const of = (contestant: Contestant, figure: keyof LoadResult) =>
    median((loads.get(contestant) ?? []).map((turn) => turn[figure]));
  for (const contestant of loads.keys()) {
    const [perSecond, p50, p99] = (['perSecond', 'p50', 'p99'] as const).map((figure) => of(contestant, figure));
    console.log(
      `        ${contestant.name}: ${perSecond?.toFixed(0)} requests per second, p50 ${p50} ms, p99 ${p99} ms`,
    );
  }
  return [
    {
      what: `requests per second of a function that waits ${WAIT_MS} ms, against node:http that waits as long`,
      ...{ ours: of(ours, 'perSecond'), reference: of(limit, 'perSecond'), unit: '/s' },
      ...{ bound: 'at least', limit: 0.5 },
    },
  ];
}
