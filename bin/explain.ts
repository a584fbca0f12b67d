import { explainCommand } from '../commands/explain/explain-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(explainCommand);
