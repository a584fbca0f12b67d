import type { BuildContext } from '../../lib/config/names';
import { type AwsCaller, credentialsOf, placeOf, unanswered } from './aws';
import type { StackTemplate, SynthesizedStack } from './template';

/** A stack that may be deployed. */
export interface StackTarget {
  /** As the configuration names it. @default - that of the caller */
  readonly account?: string | undefined;
  /** As the configuration names it. @default - that of the caller */
  readonly region?: string | undefined;
  /** Synthesizes it for these surroundings. */
  readonly stack: (surroundings: BuildContext) => SynthesizedStack;
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
export async function readDeployed(target: StackTarget, caller: AwsCaller): Promise<DeployedStack | undefined> {
  const { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const place = await placeOf(target, caller);
  const { stackName: StackName, assumeRoleArn } = target.stack(place);
  const credentials = await credentialsOf(assumeRoleArn, place);
  const client = new CloudFormationClient({ ...place.client, ...(credentials && { credentials }) });
  try {
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
      tags: Object.fromEntries((stack.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      template: parsed(TemplateBody),
    };
  } catch (error) {
    throw unanswered(`the stack ${StackName}`, error, 'cloudformation:DescribeStacks and cloudformation:GetTemplate');
  } finally {
    client.destroy();
  }
}

function parsed(body: string): StackTemplate | undefined {
  try {
    const template: StackTemplate = JSON.parse(body);
    return typeof template.Resources === 'object' ? template : undefined;
  } catch {
    return undefined;
  }
}
