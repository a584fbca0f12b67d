import { spawn, spawnSync } from 'node:child_process';
import cdkJson from '../../cdk.json';
import { PrintedError } from '../kit/command';
import { CDK_CLI, ROOT } from '../kit/execute';
import { sourceErrorIn } from './source-faults';

/** How the CDK CLI starts the app, without the name of Node. */
const APP = cdkJson.app.split(' ').slice(1);

/**
 * Synthesizes the app as the CDK CLI does, without its start-up time, to serve its API.
 *
 * @param context what `-c` would give: `{ env: 'dev' }`
 * @param outdir where the cloud assembly is written
 * @throws SourceError where a source does not compile; PrintedError with what the app printed, where it fails otherwise
 */
export async function synthesize(context: Readonly<Record<string, string>>, outdir: string): Promise<void> {
  const child = spawn(process.execPath, APP, {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      // Bundled is what is served: the function of the API, and not those of a mirror.
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJson.context, ...context, 'aws:cdk:bundling-stacks': ['Api'] }),
      // CloudFormation's own rules are for templates that go there, and every `cdk synth` asks them; they take a second.
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Before the listeners that remove what it wrote: whoever is ended alone, and not by Ctrl-C, leaves nothing running.
  const end = () => child.kill('SIGKILL');
  process.prependOnceListener('exit', end);
  const printed: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.off('exit', end));
  if (code !== 0) {
    const text = Buffer.concat(printed).toString('utf8').trim();
    throw sourceErrorIn(text) ?? new PrintedError(plainFault(text));
  }
}

/** A line of a stack trace that leads into Node or a package, not into this project. */
const FOREIGN_FRAME = /^\s+at .*(node:|node_modules|<anonymous>)/;

/**
 * What a failed synthesis printed, without what Node prints around it: the line of its own that threw, frames of
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
