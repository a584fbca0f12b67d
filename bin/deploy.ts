import { createDeployCommand } from '../commands/deploy/deploy-command';
import { runCommand } from '../commands/kit/execute';
import { preflightDeployment } from '../commands/preflight/preflight-deployment';
import { readDeployed } from '../commands/project/deployed-stack';
import { repositoryOf } from '../commands/project/repository';
import { cdk } from '../commands/project/synthesize';

void runCommand(
  createDeployCommand({ preflight: preflightDeployment, deployed: readDeployed, repository: repositoryOf, cdk }),
);
