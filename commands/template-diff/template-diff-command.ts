import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { show } from '../../lib/check/fault';
import { printable } from '../../local/authorizer';
import { type Command, CommandError, type Flags } from '../kit/command';
import { CDK_CLI, ROOT } from '../kit/execute';
import { compareTemplates, environmentReport } from './environment-report';
import { readAssemblies } from './read-assemblies';

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
          ? await cdkDiff({ ...after, template: before.templateFile })
          : '';
      reports.push(environmentReport(name, comparison, text, Math.floor((most - HEADINGS) / names.length)));
    }
    io.out(['## Template difference', ...reports].join('\n\n'));
    return 0;
  },
};

/**
 * Asks the pinned CDK CLI how a stack of a cloud assembly differs from a template. It asks AWS nothing then.
 *
 * @returns what it printed, without colours and without its count of stacks
 * @throws CommandError where it fails
 */
async function cdkDiff({
  assembly,
  id,
  template,
}: {
  readonly assembly: string;
  readonly id: string;
  readonly template: string;
}): Promise<string> {
  const args = [CDK_CLI, 'diff', id, '--exclusively', '--app', assembly, '--template', template, '--no-color'];
  // CI makes it print the difference to standard output, apart from the notes of the app.
  const env = { ...process.env, CI: 'true' };
  const options = { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((cause) => {
    const got = `exit code ${cause.code}: ${printable(String(cause.stderr).trim())}`;
    const fix = 'run npm run check:synth again in both checkouts';
    throw new CommandError([{ what: `cdk diff --app ${assembly}`, got, expected: 'a difference', fix }], { cause });
  });
  return stdout.replace(/^✨.*$/gm, '').trim();
}
