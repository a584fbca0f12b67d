import { environments } from '../../config/environments';
import { show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { type Command, CommandError, type Flags } from '../kit/command';
import { type AwsCaller, PROFILE_FLAG } from '../project/aws';
import { configOf, refusePlaceholders } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';
import { apiTarget, type DeployedStack, type StackTarget } from '../project/deployed-stack';
import { mirrorOf } from '../project/template';
import { acceptFlag, cdkArguments } from './deploy-flags';
import { refusalsOf } from './edit-rules';
import { ACCEPTABLE, mirrorRefusals, NOTHING_DEPLOYED, type Refusal, refuse } from './stack-rules';

/** The flags of `npm run deploy -- …` besides those of `cdk deploy`. */
const DEPLOY_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROFILE_FLAG,
  ...acceptFlag(ACCEPTABLE, 'deploy though it was refused for this'),
  'no-preflight': {
    type: 'boolean',
    describe: 'do not ask first whether API Gateway will accept the issuer, and the account the reserved concurrency',
  },
  'no-compare': { type: 'boolean', describe: 'do not look first at what is deployed' },
} as const satisfies Flags;

/** The world outside a deployment, so that tests can be the world. */
export interface DeployWorld {
  /** Asks whether API Gateway will accept the issuer; `lines` are the report for people. */
  readonly preflight: (config: Config, now: number, caller: AwsCaller) => Promise<PreflightVerdict>;
  /** Reads the stack as it is deployed; undefined where there is none. */
  readonly deployed: (target: StackTarget, caller: AwsCaller) => Promise<DeployedStack | undefined>;
  /** The repository that this is a checkout of; undefined where git does not say. */
  readonly repository: (root: string) => string | undefined;
  /** Runs the CDK CLI, and gives back its exit code. */
  readonly cdk: (...args: readonly string[]) => number;
}

/** The outcome of preflight. */
export interface PreflightVerdict {
  readonly ok: boolean;
  /** For people; the last one is the outcome in short. */
  readonly lines: readonly string[];
}

/**
 * `npm run deploy`: `cdk deploy`, once API Gateway can be expected to accept the issuer, and what is deployed the edit. AWS is
 * asked to change nothing before. Where the issuer has a mirror, that is deployed first: API Gateway will ask it, so that the issuer
 * is looked at when the mirror is there, and before the API is touched.
 */
export function createDeployCommand(world: DeployWorld): Command<typeof DEPLOY_FLAGS> {
  return {
    name: 'npm run deploy',
    summary:
      'Deploys an environment with cdk deploy, once preflight has found that API Gateway will accept its issuer, and the deployed stack that it can take the edit.',
    flags: DEPLOY_FLAGS,
    passesOnTo: 'cdk deploy',
    async run({ flags, positionals }, { err, env, now, root }) {
      const config = configOf(flags.context);
      const { issuer, issuerMirror, laptopOnly } = config.environment;
      if (laptopOnly) {
        throw new CommandError([notDeployable(config.name, issuer)]);
      }
      refusePlaceholders(config, flags.context);
      const caller = { profile: flags.profile, env };
      const deploy = (...stack: readonly string[]) =>
        world.cdk('deploy', ...stack, ...cdkArguments(flags, positionals));

      async function lookAtIssuer(notDeployed: string): Promise<void> {
        if (flags['no-preflight']) {
          err(`not looked at, because of --no-preflight: whether API Gateway will accept ${issuer}`);
          return;
        }
        const { ok, lines } = await world.preflight(config, now(), caller);
        err((ok ? lines.slice(-1) : lines).join('\n'));
        if (!ok) {
          const fix = 'mend what it names, or give --no-preflight';
          throw new CommandError([{ what: notDeployed, got: 'a failed preflight', expected: 'it to pass', fix }]);
        }
      }

      async function lookAtDeployed(): Promise<void> {
        if (flags['no-compare']) {
          err('not looked at, because of --no-compare: whether what is deployed can take the edit');
          return;
        }
        const { refusals, isNew } = await compare(world, { config, caller, repository: world.repository(root) });
        refuse(refusals, flags.accept);
        err(isNew ? 'nothing is deployed yet' : 'what is deployed can take the edit');
      }

      if (issuerMirror === undefined) {
        await lookAtIssuer(NOTHING_DEPLOYED);
        await lookAtDeployed();
        return deploy();
      }
      await lookAtDeployed();
      const code = deploy('Mirror');
      if (code !== 0) {
        return code;
      }
      await lookAtIssuer('the API was not deployed, the mirror was');
      return deploy('Api', '--exclusively');
    },
  };
}

/** The stacks of a configuration as they are deployed, beside what they would be. */
async function compare(
  world: Pick<DeployWorld, 'deployed'>,
  asked: { readonly config: Config; readonly caller: AwsCaller; readonly repository: string | undefined },
): Promise<{ readonly refusals: readonly Refusal[]; readonly isNew: boolean }> {
  const { config, caller, repository } = asked;
  const { environment } = config;
  const { issuerMirror } = environment;
  const target = apiTarget(config);
  const read = async (one: StackTarget) => {
    const deployed = await world.deployed(one, caller);
    return deployed && { deployed, next: one.stack({ repository }) };
  };
  const mirror =
    issuerMirror && (await read({ ...target, stack: (surroundings) => mirrorOf(config, issuerMirror, surroundings) }));
  const api = await read(target);
  return {
    refusals: [...(mirror ? mirrorRefusals(mirror) : []), ...(api ? refusalsOf({ ...api, environment }) : [])],
    isNew: mirror === undefined && api === undefined,
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
