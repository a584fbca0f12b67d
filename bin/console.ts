import { consoleCommand } from '../commands/console/console-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(consoleCommand);
