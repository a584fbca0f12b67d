import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ROOT, reportFaults } from '../commands/kit/execute';
import { repositoryOf } from '../commands/project/repository';
import { environments, previews, project } from '../config/environments';
import { functions } from '../config/functions';
import { routes } from '../config/routes';
import { buildApp } from '../lib/build-app';
import { CleanVerdicts } from '../lib/clean-verdicts';
import { isInProject } from '../lib/config/function-code';
import { resolveConfig } from '../lib/config/resolve';
import { addResources } from '../lib/resources';

reportFaults(() => {
  const app = new App();
  const config = resolveConfig({
    project,
    environments,
    previews,
    routes,
    functions,
    context: app.node.getAllContext(),
    isThere: isInProject,
  });
  if (config.environment.laptopOnly) {
    // Not an annotation of the stack: cdk bootstrap shows none.
    console.error(
      `the environment ${config.name} is for a laptop, not for AWS: API Gateway cannot reach its issuer; choose another with -c env=NAME`,
    );
  }
  const surroundings = {
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
    repository: repositoryOf(ROOT),
    addResources,
  };
  // What CI lets through, it has judged itself, whatever a cache brought it.
  const verdicts = process.env['CI'] ? undefined : new CleanVerdicts(join(ROOT, '.cache/verdicts'), Date.now);
  buildApp(app, config, surroundings, { cloudFormationRules: process.env['CDK_VALIDATION'] !== 'false', verdicts });
});
