import { costCommand } from './cost/cost-command';
import { runCommand } from './support/run-command';

void runCommand(costCommand);
