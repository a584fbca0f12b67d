import { architectureCommand } from '../../../commands/architecture/architecture-command';
import { consoleCommand } from '../../../commands/console/console-command';
import { costCommand } from '../../../commands/cost/cost-command';
import { createDeployCommand } from '../../../commands/deploy/deploy-command';
import { createDeployRoleCommand } from '../../../commands/deploy/deploy-role-command';
import { createDestroyCommand } from '../../../commands/deploy/destroy-command';
import { createPreviewsCommand } from '../../../commands/deploy/previews-command';
import { editsCommand } from '../../../commands/edits/edits-command';
import { executionPolicyCommand } from '../../../commands/execution-policy/execution-policy-command';
import { explainCommand } from '../../../commands/explain/explain-command';
import type { Command } from '../../../commands/kit/command';
import { createMirrorCommand } from '../../../commands/mirror/mirror-command';
import { openapiCommand } from '../../../commands/openapi/openapi-command';
import { postmanCommand } from '../../../commands/postman/postman-command';
import { createPreflightCommand } from '../../../commands/preflight/preflight-command';
import { preflightDeployment } from '../../../commands/preflight/preflight-deployment';
import { listStacks, readDeployed } from '../../../commands/project/deployed-stack';
import { repositoryOf } from '../../../commands/project/repository';
import { registerCommand } from '../../../commands/register/register-command';
import { smokeCommand } from '../../../commands/smoke/smoke-command';
import { templateDiffCommand } from '../../../commands/template-diff/template-diff-command';
import { tokenCommand } from '../../../commands/token/token-command';

/** The commands of package.json, but `npm start`. */
export const COMMANDS = [
  architectureCommand,
  consoleCommand,
  costCommand,
  createDeployCommand({
    preflight: preflightDeployment,
    deployed: readDeployed,
    repository: repositoryOf,
    cdk: () => 0,
  }),
  createDeployRoleCommand({ deployed: readDeployed, repository: repositoryOf, cdk: () => 0 }),
  createDestroyCommand({ deployed: readDeployed, repository: repositoryOf, cdk: () => 0 }),
  createPreviewsCommand({ list: listStacks, repository: repositoryOf }),
  editsCommand,
  executionPolicyCommand,
  explainCommand,
  createMirrorCommand(),
  openapiCommand,
  postmanCommand,
  createPreflightCommand(),
  registerCommand,
  smokeCommand,
  templateDiffCommand,
  tokenCommand,
] as unknown as readonly Command[];
