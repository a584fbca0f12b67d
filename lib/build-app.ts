import { Annotations, type App, type Environment as AwsEnvironment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';
import { ApiStack } from './api-stack';
import type { Config } from './config/types';
import { RouteGuard } from './route-guard';

/** An account that nobody has credentials for: `cdk deploy` of a laptop's environment stops before it asks AWS for anything. */
const LAPTOP: AwsEnvironment = { account: '000000000000', region: 'us-east-1' };

/**
 * The stack of one environment with everything that must hold before it may leave this machine: the one wiring that
 * `bin/app.ts`, the tests and the benchmark share.
 *
 * @param profile account and region of the caller, for an environment that names none of its own
 */
export function buildApp(app: App, config: Config, profile: AwsEnvironment = {}): ApiStack {
  const { account, region, laptopOnly } = config.environment;
  Validations.of(app).addPlugins(new RouteGuard());
  if (!laptopOnly) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    Preflight.apply(app, { strict: true });
  }
  const stack = new ApiStack(app, 'Api', {
    stackName: `wso2-http-api-${config.name}`,
    description: `HTTP API behind tokens of ${config.environment.issuer}`,
    env: laptopOnly ? LAPTOP : { account: account ?? profile.account, region: region ?? profile.region },
    config,
  });
  if (laptopOnly) {
    Annotations.of(stack).addInfo(
      `the environment ${config.name} runs with npm start and is not for AWS: API Gateway cannot reach its issuer; choose another with -c env=NAME`,
    );
  }
  return stack;
}
