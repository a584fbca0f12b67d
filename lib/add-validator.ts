import { type App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';

/**
 * Adds a validator that fails synthesis, too, where it breaks: the CDK reports an exception of a validator without a
 * violation, which the CDK CLI takes for a success.
 */
export function addValidator(app: App, plugin: IPolicyValidationPlugin): void {
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
