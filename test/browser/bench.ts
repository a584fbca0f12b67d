import { runCommand } from '../../commands/kit/execute';
import { browserBenchCommand } from './bench-command';

void runCommand(browserBenchCommand);
