import { runCommand } from './support/run-command';
import { tokenCommand } from './token/token-command';

void runCommand(tokenCommand);
