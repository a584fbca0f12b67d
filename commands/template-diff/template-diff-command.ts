import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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
} as const satisfies Flags;

/** GitHub's limit for the summary of a step, in bytes, less some for the headings. */
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
          ? await cdkDiff({ ...after, template: before.templateFile })
          : '';
      reports.push(environmentReport(name, comparison, text, Math.floor(SUMMARY_BYTES / names.length)));
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
export async function cdkDiff({
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
