import { Annotations, type App } from 'aws-cdk-lib';
import { addStacks } from './add-mirror';
import type { StackContext } from './add-stack';
import type { ApiStack } from './api-stack';
import { faultLine } from './check/fault';
import type { Config } from './config/environment';
import { placeholdersOf } from './config/placeholders';
import { addGuards, type GuardsProps } from './guards';

/**
 * The app of one environment: its stacks, and everything that must hold before it may leave this machine.
 *
 * @param surroundings account and region of the caller, for an environment that names none of its own, the repository, and resources
 * of one's own
 * @param guards how CloudFormation's rules are asked
 */
export function buildApp(app: App, config: Config, surroundings?: StackContext, guards?: GuardsProps): ApiStack {
  addGuards(app, !config.environment.laptopOnly, guards);
  const stack = addStacks(app, config, surroundings);
  // A fresh clone is for looking at too, so that synthesis tells of them and npm run deploy refuses them.
  for (const fault of placeholdersOf(config, app.node.getAllContext())) {
    Annotations.of(stack).addInfo(faultLine(fault));
  }
  return stack;
}
