import { architectureCommand } from '../commands/architecture/architecture-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(architectureCommand);
