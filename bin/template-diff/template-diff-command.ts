import type { Command } from '../support/command';
import type { Flags } from '../support/flags';
import { cdkDiff } from './cdk-diff';
import { compareTemplates } from './compare-templates';
import { environmentReport } from './environment-report';
import { readAssemblies } from './read-assemblies';

/** What `npm run template-diff -- …` takes. */
const TEMPLATE_DIFF_FLAGS = {
  base: {
    type: 'string',
    value: 'DIR',
    describe: 'the cdk.out that check:synth wrote in a checkout of the base branch',
  },
  head: { type: 'string', value: 'DIR', default: 'cdk.out', describe: 'the one that it wrote here' },
} as const satisfies Flags;

/** What GitHub takes for the summary of a step, in bytes, less some for the headings. */
const SUMMARY_BYTES = 1_000_000;

/** `npm run template-diff`: what CloudFormation would be asked for otherwise, for a reviewer without AWS credentials. */
export const templateDiffCommand: Command<typeof TEMPLATE_DIFF_FLAGS> = {
  name: 'npm run template-diff',
  summary:
    'Prints, as Markdown, what differs between the templates of two checkouts, environment by environment. Needs no AWS credentials; run npm run check:synth in both first.',
  flags: TEMPLATE_DIFF_FLAGS,
  async run({ flags }, io) {
    const { base, head } = readAssemblies(flags, io.root);
    const names = [...new Set([...head.keys(), ...base.keys()])];
    const reports: string[] = [];
    for (const name of names) {
      const [before, after] = [base.get(name), head.get(name)];
      const comparison = compareTemplates(before?.template, after?.template);
      const text =
        before !== undefined && after !== undefined && comparison.kind === 'changed'
          ? await cdkDiff({ assembly: after.assembly, template: before.templateFile })
          : '';
      reports.push(environmentReport(name, comparison, text, Math.floor(SUMMARY_BYTES / names.length)));
    }
    io.out(['## Template difference', ...reports].join('\n\n'));
    return 0;
  },
};
