import {
  Annotations,
  type App,
  type Environment as AwsEnvironment,
  DefaultStackSynthesizer,
  type StackProps,
} from 'aws-cdk-lib';
import { ApiStack } from './api-stack';
import { faultLine } from './check/fault';
import type { Config } from './config/environment';
import type { IssuerMirror } from './config/features';
import {
  type BuildContext,
  mirrorDescription,
  mirrorStackNameOf,
  REPOSITORY_TAG,
  stackDescription,
  stackNameOf,
} from './config/names';
import { placeholdersOf } from './config/placeholders';
import { addGuards, type GuardsProps } from './guards';
import { MirrorStack } from './mirror/mirror-stack';

/** An account that nobody has credentials for: `cdk deploy` of a laptop's environment stops before it asks AWS for anything. */
const LAPTOP: AwsEnvironment = { account: '000000000000', region: 'us-east-1' };

/**
 * The app of one environment: its stack, and everything that must hold before it may leave this machine.
 *
 * @param surroundings account and region of the caller, for an environment that names none of its own, and the repository
 * @param guards how CloudFormation's rules are asked
 */
export function buildApp(app: App, config: Config, surroundings?: BuildContext, guards?: GuardsProps): ApiStack {
  addGuards(app, !config.environment.laptopOnly, guards);
  const stack = addStack(app, config, surroundings);
  // A fresh clone is for looking at too, so that synthesis tells of them and npm run deploy refuses them.
  for (const fault of placeholdersOf(config, app.node.getAllContext())) {
    Annotations.of(stack).addInfo(faultLine(fault));
  }
  return stack;
}

/** The stack of the API, and before it the mirror of its issuer where it has one, without what {@link buildApp} checks. */
export function addStack(app: App, config: Config, surroundings: BuildContext = {}): ApiStack {
  const stack = addApi(app, config, surroundings);
  const { issuerMirror } = config.environment;
  if (issuerMirror !== undefined) {
    // API Gateway reads discovery and keys when it makes the authorizer.
    stack.addStackDependency(addMirror(app, config, issuerMirror, surroundings));
  }
  return stack;
}

/** The stack of the API alone. */
export function addApi(app: App, config: Config, surroundings: BuildContext = {}): ApiStack {
  const { issuer, laptopOnly, domain } = config.environment;
  const props = stackProps(config, surroundings);
  const stack = new ApiStack(app, 'Api', {
    stackName: stackNameOf(config),
    description: stackDescription(issuer),
    ...props,
    config,
  });
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

/** The stack of an environment's mirror alone. */
export function addMirror(
  app: App,
  config: Config,
  mirror: IssuerMirror,
  surroundings: BuildContext = {},
): MirrorStack {
  const { environment } = config;
  return new MirrorStack(app, 'Mirror', {
    stackName: mirrorStackNameOf(config),
    description: mirrorDescription(environment.issuer),
    ...stackProps(config, surroundings),
    environment,
    mirror,
  });
}

/** What the stacks of an environment have in common. */
function stackProps({ environment }: Config, surroundings: BuildContext): StackProps {
  const { account = surroundings.account, region = surroundings.region, laptopOnly, tags } = environment;
  const { bootstrapQualifier: qualifier } = environment;
  return {
    env: laptopOnly ? LAPTOP : { account, region },
    ...(qualifier !== undefined && { synthesizer: new DefaultStackSynthesizer({ qualifier }) }),
    // Of the stack alone: in the template it would make another one of every clone.
    tags: { ...(surroundings.repository !== undefined && { [REPOSITORY_TAG]: surroundings.repository }), ...tags },
  };
}
