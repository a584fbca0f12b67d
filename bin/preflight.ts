import { createPreflightCommand } from './preflight/preflight-command';
import { runCommand } from './support/run-command';

void runCommand(createPreflightCommand());
