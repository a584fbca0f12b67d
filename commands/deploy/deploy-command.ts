import { environments } from '../../config/environments';
import { show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { type Command, CommandError, type Flags } from '../kit/command';
import { CONFIG_FLAGS, configOf, refusePlaceholders } from '../project/config-flags';

/** What `npm run deploy -- …` takes besides the flags of `cdk deploy`. */
const DEPLOY_FLAGS = {
  ...CONFIG_FLAGS,
  'no-preflight': { type: 'boolean', describe: 'do not ask first whether API Gateway will accept the issuer' },
} as const satisfies Flags;

/** What a deployment does to the world, so that tests can be the world. */
export interface DeployWorld {
  /** Asks whether API Gateway will accept the issuer; `lines` are the report for people. */
  readonly preflight: (config: Config, now: number) => Promise<PreflightVerdict>;
  /** Runs the CDK CLI, and gives back its exit code. */
  readonly cdk: (...args: readonly string[]) => number;
}

/** The outcome of preflight. */
export interface PreflightVerdict {
  readonly ok: boolean;
  /** For people; the last one is the outcome in short. */
  readonly lines: readonly string[];
}

/** `npm run deploy`: `cdk deploy`, once API Gateway can be expected to accept the issuer. AWS is asked for nothing before. */
export function createDeployCommand({ preflight, cdk }: DeployWorld): Command<typeof DEPLOY_FLAGS> {
  return {
    name: 'npm run deploy',
    summary:
      'Deploys an environment with cdk deploy, once preflight has found that API Gateway will accept its issuer.',
    flags: DEPLOY_FLAGS,
    passesOnTo: 'cdk deploy',
    async run({ flags, positionals }, { err, now }) {
      const config = configOf(flags.context);
      const { issuer, laptopOnly } = config.environment;
      if (laptopOnly) {
        throw new CommandError([notDeployable(config.name, issuer)]);
      }
      refusePlaceholders(config, flags.context);
      if (flags['no-preflight']) {
        err(`not looked at, because of --no-preflight: whether API Gateway will accept ${issuer}`);
      } else {
        const { ok, lines } = await preflight(config, now());
        err((ok ? lines.slice(-1) : lines).join('\n'));
        if (!ok) {
          const fix = 'mend what it names, or give --no-preflight';
          const what = 'nothing was deployed';
          throw new CommandError([{ what, got: 'a failed preflight', expected: 'it to pass', fix }]);
        }
      }
      return cdk('deploy', ...flags.context.flatMap((pair) => ['-c', pair]), ...positionals);
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
