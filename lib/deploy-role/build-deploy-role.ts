import type { App, Environment as AwsEnvironment } from 'aws-cdk-lib';
import { DEPLOY_ROLE, stackNameOf } from '../config/names';
import { addGuards } from '../guards';
import type { DeployRoleConfig } from './deploy-role-config';
import { DeployRoleStack } from './deploy-role-stack';

/**
 * The app of the deploy roles, apart from that of the API: who may deploy is decided by hand, not by what they deploy.
 *
 * @param profile account and region of the caller
 */
export function buildDeployRole(app: App, config: DeployRoleConfig, profile?: AwsEnvironment): DeployRoleStack {
  addGuards(app, true);
  return addDeployRole(app, config, profile);
}

/** The stack of {@link buildDeployRole} alone, for looking at its template. */
export function addDeployRole(app: App, config: DeployRoleConfig, profile: AwsEnvironment = {}): DeployRoleStack {
  const { project, repository, environments, account = profile.account, providerArn } = config;
  return new DeployRoleStack(app, 'DeployRole', {
    stackName: stackNameOf({ project, name: DEPLOY_ROLE }),
    description: `Lets GitHub Actions of ${repository} deploy`,
    // Deleting it would leave every pipeline without its role.
    terminationProtection: true,
    env: { account, region: profile.region },
    repository,
    environments,
    providerArn,
  });
}
