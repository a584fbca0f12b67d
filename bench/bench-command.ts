import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Flags } from '../commands/kit/command';
import { measureBuild } from './build';
import { measureInnerLoop } from './inner-loop';
import { measureLoad } from './load';
import { LOAD_DIR } from './load-packages';
import { node, type Row } from './measure';
import { readRuns, runsFlag } from './runs-flag';
import { assetOf, synthCommand } from './synth-command';
import { measureWaiting } from './waiting';

const FLAGS = {
  only: { type: 'string', value: 'PART', oneOf: ['build', 'load', 'loop'], describe: 'measure this part alone' },
  ...runsFlag(5),
} as const satisfies Flags;

/** `npm run bench`: exit code 1 where a limit is missed. */
export const benchCommand: Command<typeof FLAGS> = {
  name: 'npm run bench',
  summary:
    'Measures what the project promises, in ratios to other tools on the same machine, and fails where a limit is missed.',
  flags: FLAGS,
  async run({ flags: { only, ...flags } }, { out }) {
    const runs = readRuns(flags);
    const work = mkdtempSync(join(tmpdir(), 'bench-'));
    process.once('exit', () => rmSync(work, { recursive: true, force: true }));

    // On a machine that others keep busy, ratios move by more than what is left to the limits.
    const busy = loadavg()[0]?.toFixed(1);
    const rows: Row[] = [];
    if (only === undefined || only === 'build') {
      rows.push(...(await measureBuild({ work, runs })));
    }
    if (only === undefined || only === 'loop') {
      const assembly = assemblyOf(join(work, 'alone'), 'me.mjs');
      rows.push(...(await measureInnerLoop({ assembly, work, runs })));
    }
    if (only === undefined || only === 'load') {
      // The same function behind both gateways: what is measured is what stands before it.
      const assembly = assemblyOf(join(work, 'load'), 'me.mjs');
      rows.push(...(await measureLoad({ assembly, work, runs })));
      rows.push(...(await measureWaiting({ assembly: assemblyOf(join(work, 'waiting'), 'wait.mjs'), runs })));
    }
    out(`Node ${process.version}, ${availableParallelism()} cores, load ${busy} at the start, medians of ${runs} runs`);
    for (const row of rows) {
      out(described(row));
    }
    return rows.every(isKept) ? 0 : 1;
  },
};

/** Synthesizes the app for the gateway, with a function of `bench/load` in place of its own. */
function assemblyOf(outdir: string, fn: string): string {
  node(synthCommand('bench/gateway-app.ts', outdir));
  copyFileSync(join(LOAD_DIR, fn), join(assetOf(outdir), 'index.mjs'));
  return outdir;
}

function described(row: Row): string {
  const { what, ours, reference, unit, bound, limit } = row;
  const ratio = ours / reference;
  const figures = `${ours.toFixed(2)} ${unit} / ${reference.toFixed(2)} ${unit} = ${ratio.toFixed(2)}`;
  return `${isKept(row) ? 'ok    ' : 'MISSED'}  ${what}: ${figures}, ${bound} ${limit}`;
}

/** False, too, where there is nothing to compare: a ratio that is no number keeps no limit. */
function isKept({ ours, reference, bound, limit }: Row): boolean {
  const ratio = ours / reference;
  switch (bound) {
    case 'at most':
      return ratio <= limit;
    case 'at least':
      return ratio >= limit;
    case 'below':
      return ratio < limit;
  }
}
