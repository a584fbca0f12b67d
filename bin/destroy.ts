import { createDestroyCommand } from '../commands/deploy/destroy-command';
import { runCommand } from '../commands/kit/execute';
import { readDeployed } from '../commands/project/deployed-stack';
import { repositoryOf } from '../commands/project/repository';
import { cdk } from '../commands/project/synthesize';

void runCommand(createDestroyCommand({ deployed: readDeployed, repository: repositoryOf, cdk }));
