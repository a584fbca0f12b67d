import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { context } from 'esbuild';
import { ROOT } from '../commands/kit/execute';
import { synthesize } from '../commands/project/synthesize';
import { FUNCTION_BUNDLE } from '../lib/function-bundle';
import packageJson from '../package.json';
import { type Child, startChild } from './child';
import { type Contestant, freePort, startContestants } from './contestants';
import { installLoadPackages } from './load-packages';
import { inTurns, median, type Row } from './measure';

export interface InnerLoopProps {
  /** The cloud assembly that the gateway serves for one request alone. */
  readonly assembly: string;
  /** A folder for what is made on the way. */
  readonly work: string;
  /** How often each is measured. */
  readonly runs: number;
}

/** What `npm start` is made of, besides its packages. */
const SOURCES = [
  ...['bin', 'commands', 'config', 'lambda', 'lib', 'local'],
  ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/** The text of `lambda/health.ts` that each edit replaces. */
const EDITED = "'ok'";

/** The longest time until an edit is served, in milliseconds. */
const SERVED_LIMIT_MS = 20_000;

/** Between an edit that is served and the next, in milliseconds: as after a pause, nothing of the last one is under way. */
const PAUSE_MS = 500;

/** Requests of one turn, one after the other. */
const REQUESTS = 300;

/**
 * Measures the developer's wait: from an edit of the function until it is served, from `npm start` until it is ready, and
 * for one request with nothing else under way.
 */
export async function measureInnerLoop({ assembly, work, runs }: InnerLoopProps): Promise<Row[]> {
  const project = copyOf(join(work, 'project'));
  const edits = await measureEdits(project, runs * 5);

  // Both have run once before: with warm caches, as on all days but the first.
  const bareSynth = () => milliseconds(() => synthesize({ env: 'local' }, join(work, 'synth')));
  await bareSynth();
  const [ready, synth] = await inTurns(
    () => startToReady(project),
    bareSynth,
    runs,
    (measure) => measure(),
  );

  const home = join(work, 'home');
  mkdirSync(home, { recursive: true });
  const [ours, offline] = await measureAlone(assembly, home, runs);
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

/** A copy of the project to edit, with its packages by a link. */
function copyOf(folder: string): string {
  for (const source of SOURCES) {
    cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/**
 * Edits the function of a running `npm start`, and bundles each edit with esbuild alone as well.
 *
 * @returns the median milliseconds until an edit is served, and of a bare incremental rebuild of the same edit
 */
async function measureEdits(project: string, count: number): Promise<{ served: number; rebuilt: number }> {
  const file = join(project, 'lambda/health.ts');
  const source = readFileSync(file, 'utf8');
  if (!source.includes(EDITED)) {
    throw new Error(
      `lambda/health.ts — got no ${EDITED} — expected it in the answer — name another edit in ${__filename}`,
    );
  }
  const build = await context({
    ...FUNCTION_BUNDLE,
    mainFields: [...FUNCTION_BUNDLE.mainFields],
    external: [...FUNCTION_BUNDLE.external],
    ...{ platform: 'node', bundle: true, entryPoints: ['lambda/handler.ts'], absWorkingDir: project },
    ...{ outfile: 'index.mjs', write: false },
  });
  const child = await startProject(project);
  const { url } = JSON.parse(await child.firstLine()) as { readonly url: string };
  const health = async () => (await fetch(`${url}/health`)).text();
  const served: number[] = [];
  const rebuilt: number[] = [];
  // The first time is not counted: esbuild has nothing to build on yet.
  for (let edit = 0; edit <= count; edit += 1) {
    await delay(PAUSE_MS);
    const answer = `edit ${edit}.`;
    const start = performance.now();
    writeFileSync(file, source.replaceAll(EDITED, `'${answer}'`));
    while (!(await health()).includes(answer)) {
      if (performance.now() - start > SERVED_LIMIT_MS) {
        throw new Error(
          `npm start — got no answer of the edit — expected one within ${SERVED_LIMIT_MS} ms — edit ${file}`,
        );
      }
      await delay(5);
    }
    const end = performance.now();
    const rebuild = await milliseconds(() => build.rebuild());
    if (edit > 0) {
      served.push(end - start);
      rebuilt.push(rebuild);
    }
  }
  await Promise.all([stop(child), build.dispose()]);
  return { served: median(served), rebuilt: median(rebuilt) };
}

/** Starts `npm start` in a copy of the project, without npm's own start. */
async function startProject(project: string): Promise<Child> {
  const [, ...args] = packageJson.scripts.start.split(' ');
  const ports = ['--port', '0', '--issuer-port', String(await freePort())];
  return startChild({ args: [...args, '--json', ...ports], cwd: project });
}

/** The milliseconds from the start of `npm start` until it says that it is ready. */
async function startToReady(project: string): Promise<number> {
  const start = performance.now();
  const child = await startProject(project);
  await child.firstLine();
  const end = performance.now();
  await stop(child);
  return end - start;
}

async function stop({ process }: Child): Promise<void> {
  process.kill();
  await once(process, 'exit');
}

/** The p50 of `GET /me` in milliseconds, of `npm start` and of serverless-offline: one request at a time. */
async function measureAlone(assembly: string, home: string, runs: number): Promise<[number, number]> {
  installLoadPackages();
  const { ours, offline, limit, token } = await startContestants(assembly, home);
  const turn = async ({ url }: Contestant) => {
    const times: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1) {
      const ask = async () => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
      times.push(await milliseconds(ask));
    }
    return median(times);
  };
  // The first turn of each is for its compiler, and not counted.
  await turn(ours);
  await turn(offline);
  const medians = await inTurns(ours, offline, runs, turn);
  await Promise.all([ours, offline, limit].map(({ child }) => stop(child)));
  return medians;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
