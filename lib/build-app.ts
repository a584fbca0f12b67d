import { Annotations, type App, type Environment as AwsEnvironment, DefaultStackSynthesizer } from 'aws-cdk-lib';
import { ApiStack } from './api-stack';
import { faultLine } from './check/fault';
import type { Config } from './config/environment';
import { type BuildContext, REPOSITORY_TAG, stackDescription, stackNameOf } from './config/names';
import { placeholdersOf } from './config/placeholders';
import { addGuards, type GuardsProps } from './guards';

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

/** The stack of {@link buildApp} alone, for looking at its template. */
export function addStack(app: App, config: Config, surroundings: BuildContext = {}): ApiStack {
  const {
    account = surroundings.account,
    region = surroundings.region,
    bootstrapQualifier: qualifier,
    laptopOnly,
    issuer,
    tags,
    domain,
  } = config.environment;
  const stack = new ApiStack(app, 'Api', {
    stackName: stackNameOf(config),
    description: stackDescription(issuer),
    env: laptopOnly ? LAPTOP : { account, region },
    ...(qualifier !== undefined && { synthesizer: new DefaultStackSynthesizer({ qualifier }) }),
    // Of the stack alone: in the template it would make another one of every clone.
    tags: { ...(surroundings.repository !== undefined && { [REPOSITORY_TAG]: surroundings.repository }), ...tags },
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
  if (!laptopOnly && region === undefined) {
    Annotations.of(stack).addInfo(
      `no region is known, so the rules of us-east-1 are asked: name the region of ${config.name} in config/environments.ts, or set AWS_REGION`,
    );
  }
  return stack;
}
