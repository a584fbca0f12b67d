import { type App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { VALIDATE_AGAINST_DEFAULT_RULES } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';
import { RouteGuard } from './api/route-guard';
import type { CleanVerdicts } from './clean-verdicts';
import { CloudFormationRules } from './cloudformation-rules';

/** How CloudFormation's rules are asked. */
export interface GuardsProps {
  /**
   * False leaves CloudFormation's own rules to the CDK, which asks them unless `CDK_VALIDATION` is `false`.
   *
   * @default true
   */
  readonly cloudFormationRules?: boolean;

  /**
   * The templates that CloudFormation's rules and cdk-preflight need not judge again.
   *
   * @default - they judge every template
   */
  readonly verdicts?: CleanVerdicts | undefined;
}

/**
 * Makes synthesis fail on what must not leave this machine: an open route, and what CloudFormation's own rules object to;
 * and, where the app is for AWS, what cdk-nag's packs AwsSolutions and Serverless and cdk-preflight object to.
 *
 * Call it before the app has constructs.
 */
export function addGuards(app: App, forAws: boolean, { cloudFormationRules = true, verdicts }: GuardsProps = {}): void {
  // As in cdk.json, whose context an app does not have that is started without the CDK CLI: it would only be warned.
  app.node.setContext(VALIDATE_AGAINST_DEFAULT_RULES, true);
  add(app, new RouteGuard());
  if (forAws) {
    add(app, new AwsSolutionsChecks(app));
    add(app, new ServerlessChecks(app));
  }
  if (cloudFormationRules) {
    add(app, new CloudFormationRules({ withPreflight: forAws, verdicts }));
  } else if (forAws) {
    Preflight.apply(app);
  }
}

/**
 * Adds a validator that fails synthesis, too, where it breaks: the CDK reports an exception of a validator without a
 * violation, which the CDK CLI takes for a success.
 */
function add(app: App, plugin: IPolicyValidationPlugin): void {
  const validate = plugin.validate.bind(plugin);
  plugin.validate = (context) => {
    try {
      return validate(context);
    } catch (error) {
      const violation = {
        ruleName: 'validator-is-broken',
        description: `${plugin.name} broke, and has judged nothing: ${error instanceof Error ? error.message : error}`,
        fix: 'Run npm ci, and synthesize again.',
        severity: 'fatal',
        violatingResources: context.stackTemplates.map(({ stackConstructPath: constructPath }) => ({
          constructPath,
          locations: [],
        })),
      };
      return { success: false, violations: [violation] };
    }
  };
  Validations.of(app).addPlugins(plugin);
}
