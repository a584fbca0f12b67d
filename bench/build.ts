import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import cdkJson from '../cdk.json';
import { CDK_CLI } from '../commands/kit/execute';
import { inTurns, node, type Row, seconds } from './measure';
import { assetOf, synthCommand } from './synth-command';

export interface BuildProps {
  /** A folder for what is made on the way. */
  readonly work: string;
  /** The number of measurements of each. */
  readonly runs: number;
}

/** Measures what is made: synth, templates of many routes, the bundle. */
export async function measureBuild({ work, runs }: BuildProps): Promise<Row[]> {
  const outdir = join(work, 'out');
  // In CI, no verdict is remembered: each synth is a first one.
  const app = synthCommand('bin/app.ts', outdir, { env: 'dev' }, { CI: 'true' });
  const plain = synthCommand('bench/plain-app.ts', outdir);
  const routes = (count: number) => synthCommand('bench/routes-app.ts', outdir, {}, { BENCH_ROUTES: String(count) });
  const row = (what: string, unit: Row['unit'], limit: number, [ours, reference]: readonly [number, number]): Row => ({
    what,
    ours,
    reference,
    unit,
    bound: 'at most',
    limit,
  });

  const cdkSynth = (CI: string, ...args: readonly string[]) => ({
    args: [CDK_CLI, 'synth', '--quiet', '--output', outdir, '-c', 'env=dev', ...args],
    env: { CI },
  });
  const first = cdkSynth('true');
  const defaultRules = cdkSynth('true', '--app', cdkJson.app.replace('bin/app.ts', 'bench/default-rules-app.ts'));
  const again = cdkSynth('');

  const commands = await inTurns(first, defaultRules, runs, seconds);
  node(again);
  const repeats = await inTurns(again, first, runs, seconds);
  const synths = await inTurns(app, plain, runs, seconds);
  const sizes = await inTurns(routes(300), routes(3), runs, seconds);

  const bundle = bundleOf(join(work, 'bundle'));
  const bare = join(work, 'bare.mjs');
  writeFileSync(bare, 'export const handler = async () => ({ statusCode: 200 });\n');

  return [
    row('cdk synth, against the same stack under the rules alone that the CDK asks', 's', 1.25, commands),
    { ...row('a second cdk synth of the same template, against the first', 's', 1, repeats), bound: 'below' },
    row('synth, against the same from plain L2 constructs', 's', 1.15, synths),
    row('synth of 300 routes, against 3', 's', 1.3, sizes),
    row('the bundle, against 50 KB', 'KB', 1, [statSync(bundle).size / 1024, 50]),
    row('import of the bundle, against a bare handler', 'ms', 3.5, await inTurns(bundle, bare, runs * 5, importTime)),
  ];
}

/** The bundle that a synth makes. */
function bundleOf(outdir: string): string {
  node(synthCommand('bin/app.ts', outdir, { env: 'dev' }));
  return join(assetOf(outdir), 'index.mjs');
}

/** The milliseconds that the first import of a process takes, the start of Node's module loader included. */
function importTime(file: string): number {
  const url = JSON.stringify(pathToFileURL(file));
  const script = `const start = performance.now(); import(${url}).then(() => console.log(performance.now() - start))`;
  return Number(node({ args: ['-e', script] }));
}
