import { environments } from '../../config/environments';
import { type Command, CommandError } from '../kit/command';
import { cdk } from '../project/synthesize';

/** `npm run check:synth`: every environment, warnings as errors. */
export const checkSynthCommand: Command = {
  name: 'npm run check:synth',
  summary: 'Synthesizes every environment as cdk deploy would, into cdk.out/NAME; a warning fails it.',
  flags: {},
  async run(_, { err }) {
    const failed = Object.keys(environments).filter((env) => {
      err(`synthesizing ${env}`);
      return cdk('synth', '--quiet', '--strict', '-c', `env=${env}`, '--output', `cdk.out/${env}`) !== 0;
    });
    if (failed.length > 0) {
      throw new CommandError(
        failed.map((env) => ({
          what: `the environment ${env}`,
          got: 'a fault or a warning',
          expected: 'none',
          fix: 'mend what stands above',
        })),
      );
    }
    return 0;
  },
};
