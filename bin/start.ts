import { runCommand } from '../commands/kit/execute';
import { loadSources } from '../commands/project/source-faults';
import type * as Start from '../commands/start/start-command';

void runCommand(
  async () => (await loadSources<typeof Start>(async () => require('../commands/start/start-command'))).startCommand,
);
