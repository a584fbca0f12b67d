import { show } from '../../lib/check/fault';
import type { Config } from '../../lib/config/environment';
import { type Command, CommandError, type Flags } from '../kit/command';
import { PROFILE_FLAG } from '../project/aws';
import { configOf } from '../project/config-flags';
import { CONFIG_FLAGS } from '../project/context-flags';
import { apiTarget, type DeployedStack } from '../project/deployed-stack';
import type { DeployWorld } from './deploy-command';
import { acceptFlag, cdkArguments } from './deploy-flags';
import { otherRepository, withoutApi } from './stack-rules';

/** The flags of `npm run destroy -- …` besides those of `cdk destroy`. */
const DESTROY_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROFILE_FLAG,
  ...acceptFlag(['no-preview', 'other-repository'], 'destroy though it was refused for this'),
} as const satisfies Flags;

/** The stack of an environment, as the app calls it: not that of its mirror. */
const API = 'Api';

/** `npm run destroy`: `cdk destroy` of a preview; of anything else only when it is told so, and of nothing that is protected. */
export function createDestroyCommand(
  world: Pick<DeployWorld, 'deployed' | 'repository' | 'cdk'>,
): Command<typeof DESTROY_FLAGS> {
  return {
    name: 'npm run destroy',
    summary:
      'Destroys a preview with cdk destroy, which asks first unless it is given --force. Another environment is refused, unless --accept no-preview is given.',
    flags: DESTROY_FLAGS,
    passesOnTo: 'cdk destroy',
    async run({ flags, positionals }, { err, env, root }) {
      const config = configOf(flags.context);
      refuseEnvironment(config, flags.accept.includes('no-preview'));
      const target = apiTarget(config);
      const deployed = await world.deployed(target, { profile: flags.profile, env });
      const next = target.stack({ repository: world.repository(root) });
      if (deployed === undefined) {
        err(`there is no stack ${next.stackName}: nothing is to be destroyed`);
        return 0;
      }
      const refusals = [
        ...stateRefusals(deployed, next.stackName),
        ...otherRepository({ deployed, next }, withoutApi(deployed)).filter(
          () => !flags.accept.includes('other-repository'),
        ),
      ];
      if (refusals.length > 0) {
        throw new CommandError(refusals);
      }
      return world.cdk('destroy', API, ...cdkArguments(flags, positionals));
    },
  };
}

/** @throws CommandError for what is not destroyed lightly */
function refuseEnvironment({ name, previewOf, environment }: Config, isAccepted: boolean): void {
  const refusal = (got: string, expected: string, fix: string) =>
    new CommandError([{ what: '-c env', got: `${show(name)}${got}`, expected, fix }]);
  if (environment.laptopOnly) {
    throw refusal(', which is for a laptop', 'an environment that is deployed', 'name a preview: -c env=pr-12, say');
  }
  if (environment.terminationProtection) {
    const fix = 'see docs/operations.md, Teardown, for what comes first';
    throw refusal(', which is protected from deletion', 'an environment that may be deleted', fix);
  }
  if (previewOf === undefined && !isAccepted) {
    throw refusal(', which is no preview', 'a preview, pr-N', 'if it is meant, add --accept no-preview');
  }
}

/** A stack that cannot be deleted now. */
function stateRefusals({ status, isProtected }: DeployedStack, stackName: string) {
  const what = `the stack ${stackName}`;
  return [
    ...(status.endsWith('_IN_PROGRESS')
      ? [{ what, got: status, expected: 'no change that is under way', fix: 'wait until CloudFormation is done' }]
      : []),
    ...(isProtected
      ? [
          {
            what,
            got: 'one that is protected from deletion',
            expected: 'one that may be deleted',
            fix: 'see docs/operations.md, Teardown, for what comes first',
          },
        ]
      : []),
  ];
}
