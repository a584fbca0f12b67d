import { runCommand } from '../commands/kit/execute';
import { smokeCommand } from '../commands/smoke/smoke-command';

void runCommand(smokeCommand);
