import { createDeployCommand } from '../commands/deploy/deploy-command';
import { runCommand } from '../commands/kit/execute';
import { preflightDeployment } from '../commands/preflight/preflight-deployment';
import { cdk } from '../commands/project/synthesize';

void runCommand(createDeployCommand({ preflight: preflightDeployment, cdk }));
