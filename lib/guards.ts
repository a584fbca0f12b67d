import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';
import { RouteGuard } from './api/route-guard';

/**
 * Makes synthesis fail on what must not leave this machine: an open route always; and, where the app is for AWS, what
 * cdk-nag's packs AwsSolutions and Serverless, cdk-preflight, and CloudFormation's own validator object to.
 *
 * The last one is not added here: the CDK runs it on every template, and `validateAgainstDefaultRules` in `cdk.json` makes
 * its errors fail synthesis. cdk-preflight's `strict` would ask the same rules a second time.
 */
export function addGuards(app: App, forAws: boolean): void {
  Validations.of(app).addPlugins(new RouteGuard());
  if (forAws) {
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    Preflight.apply(app);
  }
}
