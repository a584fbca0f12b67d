import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildContext, context } from 'esbuild';
import { ROOT } from '../commands/kit/execute';
import { bundleOptions } from '../lib/function-bundle';
import { stopChild } from './child';
import { startOffline } from './contestants';
import { LOAD_DIR } from './load-packages';
import { median, milliseconds } from './measure';
import { linkPackages, startProject } from './project-copy';

/** The text of `lambda/health.ts` that each edit replaces. */
const EDITED = "'ok'";

/** The longest time until an edit is served, in milliseconds. */
const SERVED_LIMIT_MS = 20_000;

/** Between an edit that is served and the next, in milliseconds: as after a pause, nothing of the last one is under way. */
const PAUSE_MS = 500;

/**
 * Edits the function of a running `npm start`, and bundles each edit with esbuild alone as well.
 *
 * @returns the median milliseconds until an edit is served, and of a bare incremental rebuild of the same edit
 */
export async function measureEdits(project: string, count: number): Promise<{ served: number; rebuilt: number }> {
  const build = await bundlerOf(project, 'index.mjs', false);
  const child = await startProject(project);
  const { url } = JSON.parse(await child.firstLine()) as { readonly url: string };
  const served: number[] = [];
  const rebuilt: number[] = [];
  // The first time is not counted: esbuild has nothing to build on yet.
  for (let edit = 0; edit <= count; edit += 1) {
    await delay(PAUSE_MS);
    const answer = `edit ${edit}.`;
    const time = await milliseconds(async () => {
      editFunction(project, answer);
      await answering(url, answer);
    });
    const rebuild = await milliseconds(() => build.rebuild());
    if (edit > 0) {
      served.push(time);
      rebuilt.push(rebuild);
    }
  }
  await Promise.all([stopChild(child), build.dispose()]);
  return { served: median(served), rebuilt: median(rebuilt) };
}

/**
 * The same edits under serverless-offline. It bundles nothing and watches nothing itself: the benchmark bundles at once, with
 * the same esbuild, and each request loads the function anew.
 *
 * @returns the median milliseconds until an edit is served
 */
export async function measureOfflineEdits(
  project: string,
  { folder, home }: { readonly folder: string; readonly home: string },
  count: number,
): Promise<number> {
  mkdirSync(folder);
  cpSync(join(LOAD_DIR, 'reload.yml'), join(folder, 'serverless.yml'));
  linkPackages(LOAD_DIR, folder);
  const build = await bundlerOf(project, join(folder, 'index.mjs'), true);
  await build.rebuild();
  const { url, child } = await startOffline({ folder, home, options: ['--reloadHandler'] });
  const served: number[] = [];
  // The first time is not counted: the server is starting.
  for (let edit = 0; edit <= count; edit += 1) {
    await delay(PAUSE_MS);
    const answer = `edit ${edit} there.`;
    const time = await milliseconds(async () => {
      editFunction(project, answer);
      await build.rebuild();
      await answering(url, answer);
    });
    if (edit > 0) {
      served.push(time);
    }
  }
  await Promise.all([stopChild(child), build.dispose()]);
  return median(served);
}

/** esbuild alone, with the options of the synthesized function. */
function bundlerOf(project: string, outfile: string, write: boolean): Promise<BuildContext> {
  return context({ ...bundleOptions(project, 'lambda/handler.ts'), outfile, write });
}

/** Has `GET /health` answer something else. */
function editFunction(project: string, answer: string): void {
  const source = readFileSync(join(ROOT, 'lambda/health.ts'), 'utf8');
  if (!source.includes(EDITED)) {
    throw new Error(
      `lambda/health.ts — got no ${EDITED} — expected it in the answer — name another edit in ${__filename}`,
    );
  }
  writeFileSync(join(project, 'lambda/health.ts'), source.replaceAll(EDITED, `'${answer}'`));
}

/**
 * Waits until `GET /health` answers this.
 *
 * @throws Error when it does not within {@link SERVED_LIMIT_MS}
 */
async function answering(url: string, answer: string): Promise<void> {
  const until = performance.now() + SERVED_LIMIT_MS;
  let got = 'no answer';
  while (performance.now() < until) {
    try {
      got = await (await fetch(`${url}/health`)).text();
      if (got.includes(answer)) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await delay(5);
  }
  throw new Error(`${url}/health — got ${got} — expected "${answer}" — edit lambda/health.ts by hand to see why`);
}
