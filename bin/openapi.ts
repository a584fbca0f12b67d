import { runCommand } from '../commands/kit/execute';
import { openapiCommand } from '../commands/openapi/openapi-command';

void runCommand(openapiCommand);
