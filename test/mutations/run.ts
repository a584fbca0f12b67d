import { runCommand } from '../../commands/kit/execute';
import { mutationsCommand } from './mutations-command';

void runCommand(mutationsCommand);
