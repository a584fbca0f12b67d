import { environments, previews, project } from '../../config/environments';
import type { BuildContext } from '../../lib/config/names';
import { addDeployRole } from '../../lib/deploy-role/build-deploy-role';
import { DEPLOY_ROLE_KEYS, resolveDeployRole } from '../../lib/deploy-role/deploy-role-config';
import type { Command, Flags } from '../kit/command';
import { PROFILE_FLAG } from '../project/aws';
import { contextOf, refuseIgnored } from '../project/context-flags';
import { resourcesOf, type StackTemplate, synthesized, type TemplateResource } from '../project/template';
import type { DeployWorld } from './deploy-command';
import { acceptFlag, cdkArguments } from './deploy-flags';
import { refuse, stackRefusals } from './stack-rules';

/** The flags of `npm run deploy-role -- …` besides those of `cdk deploy`. */
const DEPLOY_ROLE_FLAGS = {
  context: {
    type: 'string',
    short: 'c',
    value: 'KEY=VALUE',
    multiple: true,
    describe:
      "repository=OWNER@ID/REPO@ID, environments=NAME[,NAME…], providerArn=ARN (default: GitHub's provider is made)",
  },
  ...PROFILE_FLAG,
  ...acceptFlag(['other-repository'], 'deploy though it was refused for this'),
  'no-compare': { type: 'boolean', describe: 'do not look first at what is deployed' },
} as const satisfies Flags;

/** The app of the roles, for `cdk --app`, and a folder for its cloud assembly, beside those of the environments. */
const APP = [
  '--app',
  'node --single-threaded-gc --require ./commands/kit/typescript.cjs bin/deploy-role-app.ts',
  '--output',
  'cdk.out/deploy-role',
];

/**
 * `npm run deploy-role`: `cdk deploy` of the roles that a pipeline deploys with, once the deployed stack of that name is not
 * found to be another repository's. Its roles would otherwise be taken from that repository's pipeline.
 */
export function createDeployRoleCommand(
  world: Pick<DeployWorld, 'deployed' | 'repository' | 'cdk'>,
): Command<typeof DEPLOY_ROLE_FLAGS> {
  return {
    name: 'npm run deploy-role',
    summary:
      'Deploys the roles that GitHub Actions deploys with, with cdk deploy, once the deployed stack of the roles is found to be of this repository.',
    flags: DEPLOY_ROLE_FLAGS,
    passesOnTo: 'cdk deploy',
    async run({ flags, positionals }, { err, env, root }) {
      refuseIgnored(flags.context, DEPLOY_ROLE_KEYS, {
        expected: 'repository=OWNER@ID/REPO@ID, environments=NAME[,NAME…] or providerArn=ARN',
        fix: 'write -c environments=dev,prod, say',
      });
      const context = contextOf(flags.context);
      const config = resolveDeployRole({ project, environments, previews, context });
      if (flags['no-compare']) {
        err('not looked at, because of --no-compare: whether the deployed roles are of this repository');
      } else {
        const stack = (surroundings: BuildContext) =>
          synthesized((app) => addDeployRole(app, config, surroundings), context);
        const target = { account: config.account, stack };
        const deployed = await world.deployed(target, { profile: flags.profile, env });
        if (deployed !== undefined) {
          const next = stack({ repository: world.repository(root) });
          refuse(stackRefusals({ deployed, next }, foreign(deployed.template, config.repository)), flags.accept);
        }
        err(deployed === undefined ? 'no roles are deployed yet' : 'the deployed roles are of this repository');
      }
      return world.cdk('deploy', ...APP, ...cdkArguments(flags, positionals));
    },
  };
}

/** The words for a stack whose roles are not of this repository; undefined where they are. */
function foreign(template: StackTemplate | undefined, repository: string): string | undefined {
  const trusted =
    template === undefined ? [] : resourcesOf(template, 'AWS::IAM::Role').flatMap(([, role]) => trustedBy(role));
  const others = trusted.filter((other) => bare(other) !== bare(repository));
  if (trusted.length === 0) {
    return 'one without roles for GitHub Actions';
  }
  return others.length > 0 ? `one whose roles trust ${[...new Set(others)].join(' and ')}` : undefined;
}

/** The repositories whose jobs may take a role. */
function trustedBy({ Properties }: TemplateResource): string[] {
  const text = JSON.stringify(Properties?.['AssumeRolePolicyDocument'] ?? {});
  return [...text.matchAll(/"repo:([^:"]+):/g)].map(([, repository = '']) => repository);
}

/** A repository without the ids that its tokens may have come to name it with. */
function bare(repository: string): string {
  return repository.replace(/@\d+/g, '').toLowerCase();
}
