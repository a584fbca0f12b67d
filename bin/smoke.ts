import { smokeCommand } from './smoke/smoke-command';
import { runCommand } from './support/run-command';

void runCommand(smokeCommand);
