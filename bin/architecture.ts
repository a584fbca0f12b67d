import { architectureCommand } from './architecture/architecture-command';
import { runCommand } from './support/run-command';

void runCommand(architectureCommand);
