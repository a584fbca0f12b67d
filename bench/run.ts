import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import cdkJson from '../cdk.json';
import { type Command, inTurns, node, type Row, seconds } from './measure';

/** `npm run bench -- [--runs N]`: measures what the project promises. Exit code 1 when a limit is missed. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
const work = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const rows: Row[] = [];
// On a machine that others keep busy, ratios of synth times move by more than what is left to the limits.
const load = loadavg()[0]?.toFixed(1);
const row = (what: string, unit: Row['unit'], limit: number, [ours, reference]: [number, number]) =>
  rows.push({ what, ours, reference, unit, limit });

const app = synth('bin/app.ts', { env: 'dev' });
row(
  'synth, against the same from plain L2 constructs',
  's',
  1.15,
  inTurns(app, synth('bench/plain-app.ts'), runs, seconds),
);
row('synth of 300 routes, against 3', 's', 1.3, inTurns(routesApp(300), routesApp(3), runs, seconds));

const bundle = bundleOf(app);
row('the bundle, against 50 KB', 'KB', 1, [statSync(bundle).size / 1024, 50]);

const bare = join(work, 'bare.mjs');
writeFileSync(bare, 'export const handler = async () => ({ statusCode: 200 });\n');
row('import of the bundle, against a bare handler', 'ms', 3.5, inTurns(bundle, bare, runs * 5, importTime));

console.log(
  `Node ${process.version}, ${availableParallelism()} cores, load ${load} at the start, medians of ${runs} runs`,
);
for (const { what, ours, reference, unit, limit } of rows) {
  const ratio = ours / reference;
  const figures = `${ours.toFixed(2)} ${unit} / ${reference.toFixed(2)} ${unit} = ${ratio.toFixed(2)}`;
  console.log(`${ratio <= limit ? 'ok    ' : 'MISSED'}  ${what}: ${figures}, at most ${limit}`);
}
process.exitCode = rows.every(({ ours, reference, limit }) => ours / reference <= limit) ? 0 : 1;

/** An app, started as the CDK CLI starts it. */
function synth(
  file: string,
  context: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Command {
  const CDK_CONTEXT_JSON = JSON.stringify({ ...cdkJson.context, ...context });
  return { args: ['--import', 'tsx', file], env: { CDK_OUTDIR: join(work, 'out'), CDK_CONTEXT_JSON, ...env } };
}

function routesApp(routes: number): Command {
  return synth('bench/routes-app.ts', {}, { BENCH_ROUTES: String(routes) });
}

/** The bundle that a synth makes. */
function bundleOf(command: Command): string {
  const outdir = join(work, 'bundle');
  node({ ...command, env: { ...command.env, CDK_OUTDIR: outdir } });
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? '';
  return join(outdir, asset, 'index.mjs');
}

/** The milliseconds that the first import of a process takes, the start of Node's module loader included. */
function importTime(file: string): number {
  const url = JSON.stringify(pathToFileURL(file));
  const script = `const start = performance.now(); import(${url}).then(() => console.log(performance.now() - start))`;
  return Number(node({ args: ['-e', script] }));
}
