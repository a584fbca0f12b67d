import { runCommand } from '../commands/kit/execute';
import { registerCommand } from '../commands/register/register-command';

void runCommand(registerCommand);
