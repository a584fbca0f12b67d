import type { Construct } from 'constructs';
import { addStack, type StackContext, stackProps } from './add-stack';
import type { ApiStack } from './api-stack';
import type { Config } from './config/environment';
import type { IssuerMirror } from './config/issuer-mirror';
import { type BuildContext, mirrorDescription, mirrorStackNameOf } from './config/names';
import { MirrorStack } from './mirror/mirror-stack';

/**
 * All stacks of an environment, without the validators that `buildApp` adds: the API, and before it the mirror of its issuer where
 * it has one.
 */
export function addStacks(app: Construct, config: Config, surroundings: StackContext = {}): ApiStack {
  const stack = addStack(app, config, surroundings);
  const { issuerMirror } = config.environment;
  if (issuerMirror !== undefined) {
    // API Gateway reads discovery and keys when it makes the authorizer.
    stack.addStackDependency(addMirror(app, config, issuerMirror, surroundings));
  }
  return stack;
}

/** The stack of an environment's mirror alone. */
export function addMirror(
  app: Construct,
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
