import type { Config } from '../../lib/config/environment';
import { type AwsCaller, readConcurrency } from '../project/aws';
import { type AskConcurrency, checkAccount } from './check-account';
import { type PreflightWorld, PUBLIC_WORLD } from './check-place';
import { mirrorPlace } from './mirror-flags';
import { preflightTable } from './preflight-table';
import { reportOf, runPreflight } from './run-preflight';

/** Preflight as a deployment asks it: over the public internet, trusting public certificates only. */
export async function preflightDeployment(
  config: Config,
  now: number,
  caller: AwsCaller,
  world: PreflightWorld = PUBLIC_WORLD,
  ask: AskConcurrency = readConcurrency,
) {
  const { issuer, laptopOnly } = config.environment;
  const mirror = mirrorPlace(config.environment);
  const { checks } = await runPreflight({ issuer, laptopOnly, connection: {}, world, mirror, now });
  const report = reportOf(issuer, [...checks, ...(await checkAccount(config, ask, caller))]);
  return { ok: report.ok, lines: preflightTable(report) };
}
