import { environments } from '../../config/environments';
import { show } from '../../lib/config/fault';
import { preflightTable } from '../preflight/preflight-table';
import { type PreflightWorld, PUBLIC_WORLD } from '../preflight/preflight-world';
import { runPreflight } from '../preflight/run-preflight';
import { cdk } from '../support/cdk';
import type { Command } from '../support/command';
import { CommandError } from '../support/command-error';
import { CONFIG_FLAGS, configOf } from '../support/config-flags';
import type { Flags } from '../support/flags';

/** What `npm run deploy -- …` takes besides the flags of `cdk deploy`. */
const DEPLOY_FLAGS = {
  ...CONFIG_FLAGS,
  'no-preflight': { type: 'boolean', describe: 'do not ask first whether API Gateway will accept the issuer' },
} as const satisfies Flags;

/** What a deployment does to the world, so that tests can be the world. */
export interface DeployWorld {
  /** What preflight looks at. */
  readonly internet: PreflightWorld;
  /** Runs the CDK CLI, and gives back its exit code. */
  readonly cdk: (...args: readonly string[]) => number;
}

/** `npm run deploy`: `cdk deploy`, once API Gateway can be expected to accept the issuer. AWS is asked for nothing before. */
export function createDeployCommand(
  world: DeployWorld = { internet: PUBLIC_WORLD, cdk },
): Command<typeof DEPLOY_FLAGS> {
  return {
    name: 'npm run deploy',
    summary:
      'Deploys an environment with cdk deploy, once preflight has found that API Gateway will accept its issuer.',
    flags: DEPLOY_FLAGS,
    passesOnTo: 'cdk deploy',
    async run({ flags, positionals }, { err, now }) {
      const { name, environment } = configOf(flags.context);
      const { issuer, laptopOnly } = environment;
      if (laptopOnly) {
        throw new CommandError([notDeployable(name, issuer)]);
      }
      if (flags['no-preflight']) {
        err(`not looked at, because of --no-preflight: whether API Gateway will accept ${issuer}`);
      } else {
        const report = await runPreflight({ issuer, laptopOnly, connection: {}, world: world.internet, now: now() });
        const lines = preflightTable(report);
        err((report.ok ? lines.slice(-1) : lines).join('\n'));
        if (!report.ok) {
          const fix = 'mend what it names, or give --no-preflight';
          const what = 'nothing was deployed';
          throw new CommandError([{ what, got: 'a failed preflight', expected: 'it to pass', fix }]);
        }
      }
      return world.cdk('deploy', ...flags.context.flatMap((pair) => ['-c', pair]), ...positionals);
    },
  };
}

function notDeployable(name: string, issuer: string) {
  const others = Object.entries(environments).flatMap(([other, value]) => ('laptopOnly' in value ? [] : [other]));
  return {
    what: '-c env',
    got: `${show(name)}, whose issuer is ${issuer}`,
    expected: 'an environment whose issuer API Gateway reaches over the internet',
    fix: `choose another: npm run deploy -- -c env=${others.join('|')}, or give -c issuer=https://… -c clientId=…`,
  };
}
