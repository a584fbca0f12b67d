import { explainCommand } from './explain/explain-command';
import { runCommand } from './support/run-command';

void runCommand(explainCommand);
