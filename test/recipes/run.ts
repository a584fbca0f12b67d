import { runCommand } from '../../commands/kit/execute';
import { recipesCommand } from './recipes-command';

void runCommand(recipesCommand);
