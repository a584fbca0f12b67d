import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stopChild } from './child';
import { type Contestant, startContestants } from './contestants';
import { measureEdits, measureOfflineEdits } from './edit-to-served';
import { installLoadPackages } from './load-packages';
import { inTurns, median, milliseconds, type Row, seconds } from './measure';
import { copyProject, startProject } from './project-copy';
import { synthCommand } from './synth-command';

export interface InnerLoopProps {
  /** The cloud assembly that the gateway serves for one request alone. */
  readonly assembly: string;
  /** A folder for what is made on the way. */
  readonly work: string;
  /** The number of measurements of each. */
  readonly runs: number;
}

/** Requests of one turn, one after the other. */
const REQUESTS = 300;

/**
 * Measures the developer's wait: from an edit of the function until it is served, from `npm start` until it is ready, and
 * for one request with nothing else under way.
 */
export async function measureInnerLoop({ assembly, work, runs }: InnerLoopProps): Promise<Row[]> {
  installLoadPackages();
  const home = join(work, 'home');
  mkdirSync(home, { recursive: true });
  const project = copyProject(join(work, 'project'));
  const edits = await measureEdits(project, runs * 5);
  const offlineServed = await measureOfflineEdits(project, { folder: join(work, 'reload'), home }, runs * 5);

  // Both have run once before: with warm caches, as on all days but the first.
  // As the CDK CLI starts the app; CloudFormation's rules, which the laptop does not ask, are asked by neither.
  const command = synthCommand('bin/app.ts', join(work, 'synth'), { env: 'local' }, { CDK_VALIDATION: 'false' });
  const bareSynth = async () => seconds(command) * 1000;
  await bareSynth();
  const [ready, synth] = await inTurns(
    () => startToReady(project),
    bareSynth,
    runs,
    (measure) => measure(),
  );

  const [ours, offline] = await measureAlone(assembly, home, runs);
  console.log(`edit of lambda/ to served, medians of ${runs * 5} edits:`);
  console.log(
    `        npm start: ${edits.served.toFixed(0)} ms, of which esbuild takes ${edits.rebuilt.toFixed(0)} ms`,
  );
  console.log(
    `        serverless-offline --reloadHandler, bundled by the same esbuild: ${offlineServed.toFixed(0)} ms`,
  );
  return [
    {
      what: 'edit of lambda/ to served, against the synth that it takes without incremental bundling',
      ...{ ours: edits.served, reference: synth, unit: 'ms', bound: 'at most', limit: 1 / 8 },
    },
    {
      what: 'edit of lambda/ to served, beyond a bare rebuild by esbuild, against 250 ms',
      ...{ ours: edits.served - edits.rebuilt, reference: 250, unit: 'ms', bound: 'at most', limit: 1 },
    },
    {
      what: 'npm start to ready, against a synth of the same stack',
      ...{ ours: ready, reference: synth, unit: 'ms', bound: 'at most', limit: 1.3 },
    },
    {
      what: 'p50 of one request alone, against serverless-offline',
      ...{ ours, reference: offline, unit: 'ms', bound: 'below', limit: 1 },
    },
  ];
}

/** The milliseconds from the start of `npm start` until it says that it is ready. */
async function startToReady(project: string): Promise<number> {
  const start = performance.now();
  const child = await startProject(project);
  await child.firstLine();
  const end = performance.now();
  await stopChild(child);
  return end - start;
}

/** The p50 of `GET /me` in milliseconds, of `npm start` and of serverless-offline: one request at a time. */
async function measureAlone(assembly: string, home: string, runs: number): Promise<[number, number]> {
  const { ours, offline, limit, token } = await startContestants(assembly, home);
  const turn = async ({ name, url }: Contestant) => {
    const ask = async () => {
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      await response.text();
      if (response.status !== 200) {
        throw new Error(`${name} — got status ${response.status} — expected 200 — a refusal is no answer to measure`);
      }
    };
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1) {
      times.push(await milliseconds(ask));
    }
    return median(times);
  };
  // The first turn of each is for its compiler, and not counted.
  await turn(ours);
  await turn(offline);
  const medians = await inTurns(ours, offline, runs, turn);
  await Promise.all([ours, offline, limit].map(({ child }) => stopChild(child)));
  return medians;
}
