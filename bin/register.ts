import { registerCommand } from './register/register-command';
import { runCommand } from './support/run-command';

void runCommand(registerCommand);
