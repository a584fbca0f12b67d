import { runCommand } from '../commands/kit/execute';
import { loadSources } from '../commands/project/source-faults';

void runCommand(async () => (await loadSources(() => import('../commands/start/start-command.js'))).startCommand);
