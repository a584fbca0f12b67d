import {
  Annotations,
  type Environment as AwsEnvironment,
  DefaultStackSynthesizer,
  RemovalPolicies,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiStack, type ApiStackProps } from './api-stack';
import type { Config } from './config/environment';
import { type BuildContext, REPOSITORY_TAG, stackDescription, stackNameOf } from './config/names';

/** An account that nobody has credentials for: `cdk deploy` of a laptop's environment stops before it asks AWS for anything. */
const LAPTOP: AwsEnvironment = { account: '000000000000', region: 'us-east-1' };

/** The place where the CDK runs, and what the stack has besides its configuration. */
export interface StackContext extends BuildContext, Pick<ApiStackProps, 'addResources'> {}

/**
 * The stack of an environment, of its API alone, without the validators that `buildApp` adds: for looking at its template, and for the laptop.
 *
 * @param surroundings account and region of the caller, for an environment that names none of its own, the repository, and resources
 * of one's own
 */
export function addStack(app: Construct, config: Config, surroundings: StackContext = {}): ApiStack {
  const { issuer, laptopOnly, domain } = config.environment;
  const props = stackProps(config, surroundings);
  const stack = new ApiStack(app, 'Api', {
    stackName: stackNameOf(config),
    description: stackDescription(issuer),
    ...props,
    config,
    addResources: surroundings.addResources,
  });
  if (config.previewOf !== undefined) {
    // Whatever resources of one's own say: nobody looks after what a preview leaves.
    RemovalPolicies.of(stack).destroy();
  }
  if (domain?.executeApiUntil !== undefined) {
    Annotations.of(stack).addInfo(
      `the execute-api address answers beside ${domain.name}, meant until ${domain.executeApiUntil}; the deployment after domain.executeApiUntil is removed switches it off: who still calls it gets 403`,
    );
  }
  if (config.sharesBootstrapWith.length > 0) {
    Annotations.of(stack).addWarningV2(
      'http-api:shared-bootstrap',
      `whoever may deploy ${config.name} may deploy ${config.sharesBootstrapWith.join(' and ')}, too: they share account, region and bootstrap; give each a bootstrapQualifier of its own, as docs/delivery.md says`,
    );
  }
  if (!laptopOnly && props.env?.region === undefined) {
    Annotations.of(stack).addInfo(
      `no region is known, so the rules of us-east-1 are asked: name the region of ${config.name} in config/environments.ts, or set AWS_REGION`,
    );
  }
  return stack;
}

/** Props that all stacks of an environment share. */
export function stackProps({ environment }: Config, surroundings: BuildContext): StackProps {
  const { account = surroundings.account, region = surroundings.region, laptopOnly, tags } = environment;
  const { bootstrapQualifier: qualifier } = environment;
  return {
    env: laptopOnly ? LAPTOP : { account, region },
    ...(qualifier !== undefined && { synthesizer: new DefaultStackSynthesizer({ qualifier }) }),
    // Of the stack alone: in the template it would make another one of every clone.
    tags: { ...(surroundings.repository !== undefined && { [REPOSITORY_TAG]: surroundings.repository }), ...tags },
  };
}
