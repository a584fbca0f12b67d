import { createDeployCommand } from './deploy/deploy-command';
import { runCommand } from './support/run-command';

void runCommand(createDeployCommand());
