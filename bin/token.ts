import { runCommand } from '../commands/kit/execute';
import { tokenCommand } from '../commands/token/token-command';

void runCommand(tokenCommand);
