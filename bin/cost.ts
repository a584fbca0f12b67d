import { costCommand } from '../commands/cost/cost-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(costCommand);
