import { runCommand } from '../commands/kit/execute';
import { benchCommand } from './bench-command';

void runCommand(benchCommand);
