import { checkSynthCommand } from '../commands/check-synth/check-synth-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(checkSynthCommand);
