import { environments } from '../../config/environments';
import type { Config } from '../../lib/config/types';
import { preflightTable } from '../preflight/preflight-table';
import { type PreflightWorld, PUBLIC_WORLD } from '../preflight/preflight-world';
import { runPreflight } from '../preflight/run-preflight';

/** What a deployment does to the world, so that tests can be the world. */
export interface DeployIo {
  /** Prints a line to standard error; standard output is the CDK's. */
  readonly err: (line: string) => void;
  /** Runs the CDK CLI, and gives back its exit code. */
  readonly cdk: (...args: readonly string[]) => number;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** What preflight looks at. @default PUBLIC_WORLD */
  readonly world?: PreflightWorld;
}

const SKIP = '--no-preflight';

/**
 * `cdk deploy`, once API Gateway can be expected to accept the issuer: AWS is asked for nothing before.
 *
 * @param args `--no-preflight`, and flags of `cdk deploy`
 * @returns the exit code
 */
export async function runDeploy(
  { name, environment: { issuer, laptopOnly } }: Config,
  args: readonly string[],
  { err, cdk, now, world = PUBLIC_WORLD }: DeployIo,
): Promise<number> {
  if (laptopOnly) {
    const deployable = Object.entries(environments).flatMap(([other, value]) => ('laptopOnly' in value ? [] : [other]));
    err(
      `cannot deploy the environment ${name} — its issuer is ${issuer} — expected one that API Gateway reaches over the internet — choose another: npm run deploy -- -c env=${deployable.join('|')}, or give -c issuer=https://… -c clientId=…`,
    );
    return 1;
  }
  if (args.includes(SKIP)) {
    err(`not looked at, because of ${SKIP}: whether API Gateway will accept ${issuer}`);
  } else {
    const report = await runPreflight({ issuer, laptopOnly, connection: {}, world, now: now() });
    const lines = preflightTable(report);
    for (const line of report.ok ? lines.slice(-1) : lines) {
      err(line);
    }
    if (!report.ok) {
      err(`nothing was deployed — got a failed preflight — expected it to pass — mend what it names, or give ${SKIP}`);
      return 1;
    }
  }
  return cdk('deploy', ...args.filter((arg) => arg !== SKIP));
}
