import { editsCommand } from '../commands/edits/edits-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(editsCommand);
