import { runCommand } from '../commands/kit/execute';
import { createMirrorCommand } from '../commands/mirror/mirror-command';

void runCommand(createMirrorCommand());
