import type { Command } from '../kit/command';
import { loadSources } from '../project/source-faults';
import { beginSynthesis } from '../project/synthesize';
import type * as RunLaptop from './run-laptop';
import { LOCAL_FLAGS, localOptions } from './start-options';

/**
 * `npm start`: the whole flow on this machine. The synthesis takes longest, and begins with the loading of the app: what
 * serves it is loaded meanwhile, and so not imported at the top here.
 */
export const startCommand: Command<typeof LOCAL_FLAGS> = {
  name: 'npm start',
  summary:
    'Runs the whole flow on this machine: the synthesized template, the bundled function, tokens really verified.',
  flags: LOCAL_FLAGS,
  retired: { env: 'write -c env=NAME' },
  async run(given, io) {
    const options = localOptions(given);
    const synthesis = options.assembly === undefined ? beginSynthesis() : undefined;
    try {
      const { runLaptop } = await loadSources<typeof RunLaptop>(async () => require('./run-laptop'));
      return await runLaptop(options, io, synthesis);
    } catch (error) {
      synthesis?.end();
      throw error;
    }
  },
};
