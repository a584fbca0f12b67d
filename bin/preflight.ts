import { runCommand } from '../commands/kit/execute';
import { createPreflightCommand } from '../commands/preflight/preflight-command';

void runCommand(createPreflightCommand());
