import { runCommand } from '../commands/kit/execute';
import { templateDiffCommand } from '../commands/template-diff/template-diff-command';

void runCommand(templateDiffCommand);
