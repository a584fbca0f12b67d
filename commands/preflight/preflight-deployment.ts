import type { Config } from '../../lib/config/environment';
import { type PreflightWorld, PUBLIC_WORLD } from './check-place';
import { preflightTable } from './preflight-table';
import { runPreflight } from './run-preflight';

/** Preflight as a deployment asks it: over the public internet, trusting public certificates only. */
export async function preflightDeployment({ environment }: Config, now: number, world: PreflightWorld = PUBLIC_WORLD) {
  const { issuer, laptopOnly } = environment;
  const report = await runPreflight({ issuer, laptopOnly, connection: {}, world, now });
  return { ok: report.ok, lines: preflightTable(report) };
}
