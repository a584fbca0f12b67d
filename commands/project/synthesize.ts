import { spawn, spawnSync } from 'node:child_process';
import cdkJson from '../../cdk.json';
import { PrintedError } from '../kit/command';
import { CDK_CLI, ROOT } from '../kit/execute';
import type { LaptopSynthesis } from './laptop-app';
import { sourceErrorIn } from './source-faults';

/** The arguments with which the CDK CLI starts an app, without the name of Node; but the app is the laptop's. */
const APP = [...cdkJson.app.split(' ').slice(1, -1), 'commands/project/laptop-app.ts'];

/** A synthesis that has begun to load the app, for what it takes longest. */
export interface Synthesis {
  /**
   * Synthesizes, once. The cloud assembly is for the laptop: `cdk deploy` refuses it.
   *
   * @param context what `-c` would give: `{ env: 'dev' }`
   * @param outdir where the cloud assembly is written
   * @throws SourceError where a source does not compile; PrintedError with what the app printed, where it fails otherwise
   */
  into(context: Readonly<Record<string, string>>, outdir: string): Promise<void>;
  /** Ends it, whether it has been made use of or not. */
  end(): void;
}

/** Begins to load the app as its sources are now, in a process of its own. */
export function beginSynthesis(): Synthesis {
  const child = spawn(process.execPath, APP, { cwd: ROOT, stdio: ['pipe', 'ignore', 'pipe'] });
  // Before the listeners that remove what it wrote: whoever is ended alone, and not by Ctrl-C, leaves nothing running.
  const end = () => void child.kill('SIGKILL');
  process.prependOnceListener('exit', end);
  const printed: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  // It may fail before it has read: then its end tells.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.off('exit', end));
  // Whoever has not asked yet for the outcome is told it then.
  ended.catch(() => {});
  return {
    async into(context, outdir) {
      child.stdin.end(JSON.stringify({ context, outdir } satisfies LaptopSynthesis));
      if ((await ended) !== 0) {
        const text = Buffer.concat(printed).toString('utf8').trim();
        throw sourceErrorIn(text) ?? new PrintedError(plainFault(text));
      }
    },
    end,
  };
}

/** {@link Synthesis} from the beginning to the end. */
export function synthesize(context: Readonly<Record<string, string>>, outdir: string): Promise<void> {
  return beginSynthesis().into(context, outdir);
}

/** A line of a stack trace that leads into Node or a package, not into this project. */
const FOREIGN_FRAME = /^\s+at .*(node:|node_modules|<anonymous>)/;

/**
 * The text of a failed synthesis, without what Node prints around it: the line of its own that threw, frames of
 * packages, its version. A message that stands before the crash, as esbuild's does, says all there is to say.
 */
export function plainFault(printed: string): string {
  const crash = printed.search(/^node:\S+:\d+$/m);
  if (crash > 0) {
    return printed.slice(0, crash).trim();
  }
  return printed
    .replace(/^node:[\s\S]*?\n\n/, '')
    .split('\n')
    .filter((line) => !FOREIGN_FRAME.test(line) && !line.startsWith('Node.js v'))
    .join('\n')
    .trim();
}

/**
 * Runs the pinned CDK CLI on this app, its output being ours.
 *
 * @returns its exit code; 1 where a signal ended it
 */
export function cdk(...args: readonly string[]): number {
  return spawnSync(process.execPath, [CDK_CLI, ...args], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
