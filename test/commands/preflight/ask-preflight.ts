import type { PreflightWorld } from '../../../commands/preflight/check-place';
import type { PreflightCheck, PreflightCode } from '../../../commands/preflight/preflight-check';
import { createPreflightCommand } from '../../../commands/preflight/preflight-command';
import type { PreflightReport } from '../../../commands/preflight/run-preflight';
import { invoke } from '../support/invoke';
import { ISSUER } from '../support/issuer-server';

/** The report of `npm run preflight -- --json`. */
export interface Asked extends PreflightReport {
  readonly exitCode: number;
  /** The codes of the checks that failed. */
  readonly failed: readonly PreflightCode[];
  check(code: PreflightCode): PreflightCheck | undefined;
}

/** Runs `npm run preflight -- --json` for an issuer. */
export async function askPreflight(
  world: PreflightWorld,
  { issuer = ISSUER, now = Date.now }: { readonly issuer?: string; readonly now?: () => number } = {},
): Promise<Asked> {
  const args = ['-c', `issuer=${issuer}`, '-c', 'clientId=abc', '--json'];
  const { code: exitCode, out, err } = await invoke(createPreflightCommand(world), args, { now });
  if (err !== '') {
    throw new Error(err);
  }
  const report: PreflightReport = JSON.parse(out);
  return {
    ...report,
    exitCode,
    failed: report.checks.filter(({ result }) => result === 'fail').map(({ code }) => code),
    check: (wanted) => report.checks.find(({ code }) => code === wanted),
  };
}
