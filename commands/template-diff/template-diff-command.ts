import { show } from '../../lib/check/fault';
import { type Command, CommandError, type Flags } from '../kit/command';
import { compareTemplates, environmentReport } from './environment-report';
import { readAssemblies } from './read-assemblies';
import { stackDiff } from './stack-diff';

/** The flags of `npm run template-diff`. */
const TEMPLATE_DIFF_FLAGS = {
  base: {
    type: 'string',
    value: 'DIR',
    describe: 'the cdk.out that check:synth wrote in a checkout of the base branch',
  },
  head: { type: 'string', value: 'DIR', default: 'cdk.out', describe: 'the one that it wrote here' },
  bytes: {
    type: 'string',
    value: 'N',
    default: '1000000',
    describe: 'the most to print (default: what the summary of a GitHub job holds; a comment holds 65536)',
  },
} as const satisfies Flags;

/** The part of it that headings may take, in bytes. */
const HEADINGS = 1_000;

/** `npm run template-diff`: what CloudFormation would be asked for otherwise, for a reviewer without AWS credentials. */
export const templateDiffCommand: Command<typeof TEMPLATE_DIFF_FLAGS> = {
  name: 'npm run template-diff',
  summary:
    'Prints, as Markdown, what differs between the templates of two checkouts, environment by environment. Needs no AWS credentials; run npm run check:synth in both first.',
  flags: TEMPLATE_DIFF_FLAGS,
  async run({ flags }, io) {
    const most = Number(/^\d{1,9}$/.test(flags.bytes) ? flags.bytes : 0);
    if (most <= HEADINGS) {
      const [expected, fix] = [`a whole number of bytes above ${HEADINGS}`, 'write 60000, say'];
      throw new CommandError([{ what: '--bytes', got: show(flags.bytes), expected, fix }]);
    }
    const { base, head } = readAssemblies(flags, io.root);
    const names = [...new Set([...head.keys(), ...base.keys()])];
    const reports: string[] = [];
    for (const name of names) {
      const [before, after] = [base.get(name), head.get(name)];
      const comparison = compareTemplates(before?.template, after?.template);
      const text =
        before !== undefined && after !== undefined && comparison.kind === 'changed'
          ? stackDiff(after, before.template)
          : '';
      reports.push(environmentReport(name, comparison, text, Math.floor((most - HEADINGS) / names.length)));
    }
    io.out(['## Template difference', ...reports].join('\n\n'));
    return 0;
  },
};
