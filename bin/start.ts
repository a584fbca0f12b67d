import { runCommand } from '../commands/kit/execute';
import { startCommand } from '../commands/start/start-command';

void runCommand(startCommand);
