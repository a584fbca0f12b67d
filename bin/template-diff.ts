import { runCommand } from './support/run-command';
import { templateDiffCommand } from './template-diff/template-diff-command';

void runCommand(templateDiffCommand);
