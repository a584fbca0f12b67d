import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import type { Config } from '../../lib/config/environment';
import type { BuildContext } from '../../lib/config/names';
import { type AwsCaller, credentialsOf, placeOf, unanswered } from './aws';
import { type StackTemplate, type SynthesizedStack, stackOf } from './template';

/** A stack that may be deployed. */
export interface StackTarget {
  /** As the configuration names it. @default - that of the caller */
  readonly account?: string | undefined;
  /** As the configuration names it. @default - that of the caller */
  readonly region?: string | undefined;
  /** Synthesizes it for these surroundings. */
  readonly stack: (surroundings: BuildContext) => SynthesizedStack;
}

/** The stack of an API, where its environment names it. */
export function apiTarget(config: Config): StackTarget {
  const { account, region } = config.environment;
  return { account, region, stack: (surroundings) => stackOf(config, surroundings) };
}

/** A stack as CloudFormation has it. */
export interface DeployedStack {
  /** As CloudFormation calls it: `UPDATE_COMPLETE`. */
  readonly status: string;
  /** True where it is protected from deletion. */
  readonly isProtected: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** The one that was deployed last. Undefined where that is no JSON, as the CDK writes it. */
  readonly template: StackTemplate | undefined;
}

/**
 * A stack as it is deployed, read as `cdk deploy` would: with its deploy role, or as the caller where that
 * role cannot be assumed. Nothing is changed.
 *
 * @returns undefined where there is none
 * @throws CommandError where AWS does not say
 */
export function readDeployed(target: StackTarget, caller: AwsCaller): Promise<DeployedStack | undefined> {
  return asDeployer(
    target,
    caller,
    'cloudformation:DescribeStacks and cloudformation:GetTemplate',
    async ({ DescribeStacksCommand, GetTemplateCommand }, client, StackName) => {
      const described = await client.send(new DescribeStacksCommand({ StackName })).catch((error) => {
        if (/ does not exist$/.test(error.message)) {
          return undefined;
        }
        throw error;
      });
      const stack = described?.Stacks?.[0];
      if (stack === undefined || stack.StackStatus === 'REVIEW_IN_PROGRESS') {
        return undefined;
      }
      const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName }));
      return {
        status: stack.StackStatus ?? 'UNKNOWN',
        isProtected: stack.EnableTerminationProtection ?? false,
        tags: tagsOf(stack),
        template: parsed(TemplateBody),
      };
    },
  );
}

/** A stack among all those of an account and region. */
export interface ListedStack {
  readonly stackName: string;
  /** As CloudFormation calls it: `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The time of its last change. */
  readonly changed: Date | undefined;
}

/**
 * The stacks of the account and region that a stack is deployed to, read as {@link readDeployed} reads that one.
 *
 * @throws CommandError where AWS does not say
 */
export function listStacks(target: StackTarget, caller: AwsCaller): Promise<readonly ListedStack[]> {
  return asDeployer(
    target,
    caller,
    'cloudformation:DescribeStacks',
    async ({ paginateDescribeStacks }, client): Promise<readonly ListedStack[]> => {
      const listed: ListedStack[] = [];
      for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
        for (const stack of Stacks) {
          const { StackName: stackName = '', StackStatus: status = 'UNKNOWN', LastUpdatedTime, CreationTime } = stack;
          listed.push({ stackName, status, tags: tagsOf(stack), changed: LastUpdatedTime ?? CreationTime });
        }
      }
      return listed;
    },
  );
}

/** Asks CloudFormation with the role that deploys a stack, or as the caller. */
async function asDeployer<T>(
  target: StackTarget,
  caller: AwsCaller,
  actions: string,
  ask: (sdk: Sdk, client: CloudFormationClient, stackName: string) => Promise<T>,
): Promise<T> {
  const sdk = await import('@aws-sdk/client-cloudformation');
  const place = await placeOf(target, caller);
  const { stackName, assumeRoleArn } = target.stack(place);
  const credentials = await credentialsOf(assumeRoleArn, place);
  const client = new sdk.CloudFormationClient({ ...place.client, ...(credentials && { credentials }) });
  try {
    return await ask(sdk, client, stackName);
  } catch (error) {
    throw unanswered(`the stack ${stackName}`, error, actions);
  } finally {
    client.destroy();
  }
}

type Sdk = typeof import('@aws-sdk/client-cloudformation');

function tagsOf({ Tags = [] }: Stack): Readonly<Record<string, string>> {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function parsed(body: string): StackTemplate | undefined {
  try {
    const template: StackTemplate = JSON.parse(body);
    return typeof template.Resources === 'object' ? template : undefined;
  } catch {
    return undefined;
  }
}
