import type { App, AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { templateApp } from '../../commands/project/template-app';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { routes } from '../../config/routes';
import { addMirror } from '../../lib/add-mirror';
import { addStack } from '../../lib/add-stack';
import type { Config, Environment } from '../../lib/config/environment';
import type { FunctionConfig, RouteConfig } from '../../lib/config/function';
import { resolveConfig } from '../../lib/config/resolve';
import { addResources } from '../../lib/resources';
import { MIRROR, MIRRORED } from './mirror';

/**
 * An app with the feature flags of `cdk.json`, without which the template would be of another app. Bundling is skipped unless
 * asked for; the function's hash then stands for no code. So is CloudFormation's validator, which takes a second for each template:
 * test/lib/build-app.test.ts asks it once of each of ours.
 */
export function testApp({ bundle = false, ...props }: AppProps & { bundle?: boolean } = {}): App {
  return templateApp({
    ...props,
    context: {
      'aws:cdk:disable-creation-stack-traces': true,
      ...props.context,
      ...(bundle ? {} : { 'aws:cdk:bundling-stacks': [] }),
    },
  });
}

/** The account and region of an environment that names none. */
export const PROFILE = { account: '222222222222', region: 'eu-central-1' };

/** The template of a shipped environment, or of `dev` with other values. */
export function synthesize(context: Readonly<Record<string, unknown>>, changes: Changes = {}): Template {
  return Template.fromStack(addStack(testApp(), configWith(context, changes), { ...PROFILE, addResources }));
}

/** The template of the mirror of `dev` with other values, among them {@link MIRRORED}. */
export function synthesizeMirror(environment: Partial<Environment> = {}): Template {
  const config = configWith({ env: 'dev' }, { environment: { ...MIRRORED, ...environment } });
  return Template.fromStack(addMirror(testApp(), config, config.environment.issuerMirror ?? MIRROR, PROFILE));
}

interface Changes {
  readonly environment?: Partial<Environment>;
  readonly routes?: readonly RouteConfig[];
  readonly functions?: readonly FunctionConfig[];
}

function configWith(context: Readonly<Record<string, unknown>>, changes: Changes): Config {
  return resolveConfig({
    project,
    environments: { ...environments, dev: { ...environments.dev, ...changes.environment } },
    routes: changes.routes ?? routes,
    functions: changes.functions ?? functions,
    context,
  });
}
