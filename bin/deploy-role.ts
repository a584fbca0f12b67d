import { App } from 'aws-cdk-lib';
import { reportFaults } from '../commands/kit/execute';
import { environments, project } from '../config/environments';
import { buildDeployRole } from '../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../lib/deploy-role/deploy-role-config';

/** `npm run deploy-role -- -c repository=OWNER@ID/REPO@ID -c environments=dev,prod`: an app of its own for the CDK CLI. */
reportFaults(() => {
  const app = new App();
  const config = resolveDeployRole({ project, environments, context: app.node.getAllContext() });
  buildDeployRole(app, config, {
    account: process.env['CDK_DEFAULT_ACCOUNT'],
    region: process.env['CDK_DEFAULT_REGION'],
  });
});
