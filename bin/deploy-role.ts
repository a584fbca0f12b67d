import { createDeployRoleCommand } from '../commands/deploy/deploy-role-command';
import { runCommand } from '../commands/kit/execute';
import { readDeployed } from '../commands/project/deployed-stack';
import { repositoryOf } from '../commands/project/repository';
import { cdk } from '../commands/project/synthesize';

void runCommand(createDeployRoleCommand({ deployed: readDeployed, repository: repositoryOf, cdk }));
