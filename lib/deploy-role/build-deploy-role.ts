import type { App } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type BuildContext, DEPLOY_ROLE, REPOSITORY_TAG, stackNameOf } from '../config/names';
import { addGuards } from '../guards';
import type { DeployRoleConfig } from './deploy-role-config';
import { DeployRoleStack } from './deploy-role-stack';

/**
 * The app of the deploy roles, apart from that of the API: who may deploy is decided by hand, not by what they deploy.
 *
 * @param surroundings account and region of the caller, and the repository that this is a checkout of
 */
export function buildDeployRole(app: App, config: DeployRoleConfig, surroundings?: BuildContext): DeployRoleStack {
  addGuards(app, true);
  return addDeployRole(app, config, surroundings);
}

/** The stack of {@link buildDeployRole} alone, for looking at its template. */
export function addDeployRole(
  app: Construct,
  { project, repository, environments, account, providerArn }: DeployRoleConfig,
  surroundings: BuildContext = {},
): DeployRoleStack {
  const { repository: checkout } = surroundings;
  return new DeployRoleStack(app, 'DeployRole', {
    stackName: stackNameOf({ project, name: DEPLOY_ROLE }),
    description: `Lets GitHub Actions of ${repository} deploy`,
    // Deleting it would leave every pipeline without its role.
    terminationProtection: true,
    env: { account: account ?? surroundings.account, region: surroundings.region },
    // Of the stack alone: in the template it would make another one of every clone.
    tags: checkout === undefined ? {} : { [REPOSITORY_TAG]: checkout },
    repository,
    environments,
    providerArn,
  });
}
