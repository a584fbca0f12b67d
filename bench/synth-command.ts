import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import cdkJson from '../cdk.json';
import type { TimedCommand } from './measure';

/**
 * An app, started as the CDK CLI starts it.
 *
 * @param file - from the root of the repository
 * @param outdir - where the cloud assembly is written
 */
export function synthCommand(
  file: string,
  outdir: string,
  context: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): TimedCommand {
  const CDK_CONTEXT_JSON = JSON.stringify({ ...cdkJson.context, ...context });
  return {
    args: ['--require', './commands/kit/typescript.cjs', file],
    env: { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON, ...env },
  };
}

/** The folder of the function's code in a cloud assembly. */
export function assetOf(assembly: string): string {
  return join(assembly, readdirSync(assembly).find((name) => name.startsWith('asset.')) ?? '');
}
