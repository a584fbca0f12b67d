import { App } from 'aws-cdk-lib';
import { ROOT, reportFaults } from '../commands/kit/execute';
import { repositoryOf } from '../commands/project/repository';
import { environments, previews, project } from '../config/environments';
import { buildDeployRole } from '../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../lib/deploy-role/deploy-role-config';

// The app that `npm run deploy-role` has the CDK CLI deploy.
reportFaults(() => {
  const app = new App();
  const config = resolveDeployRole({ project, environments, previews, context: app.node.getAllContext() });
  buildDeployRole(app, config, {
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
    repository: repositoryOf(ROOT),
  });
});
