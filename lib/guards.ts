import type { App } from 'aws-cdk-lib';
import { VALIDATE_AGAINST_DEFAULT_RULES } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';
import { addValidator } from './add-validator';
import { RouteGuard } from './api/route-guard';
import type { CleanVerdicts } from './clean-verdicts';
import { CloudFormationRules } from './cloudformation-rules';

/** Settings of CloudFormation's rules. */
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
  addValidator(app, new RouteGuard());
  if (forAws) {
    addValidator(app, new AwsSolutionsChecks(app));
    addValidator(app, new ServerlessChecks(app));
  }
  if (cloudFormationRules) {
    addValidator(app, new CloudFormationRules({ withPreflight: forAws, verdicts }));
  } else if (forAws) {
    Preflight.apply(app);
  }
}
