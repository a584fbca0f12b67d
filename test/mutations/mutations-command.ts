import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, CommandError } from '../../commands/kit/command';
import { show } from '../../lib/check/fault';
import { copyProject } from '../support/project-copy';
import { DANGEROUS_EDITS, type DangerousEdit } from './edits';

/** `npm run mutations`: exit code 1 where a test does not notice its edit. */
export const mutationsCommand: Command = {
  name: 'npm run mutations',
  summary:
    'Makes each dangerous edit of test/mutations/edits.ts in a copy of the project, and fails where the one test that must notice it does not.',
  flags: {},
  positional: { name: 'TEXT', describe: 'a part of what the edits do that are made (default: all)' },
  async run({ positionals: [text = ''] }, { out }) {
    const edits = DANGEROUS_EDITS.filter(({ what }) => what.includes(text));
    if (edits.length === 0) {
      const expected = 'a part of what an edit does';
      throw new CommandError([{ what: 'TEXT', got: show(text), expected, fix: 'see test/mutations/edits.ts' }]);
    }
    const copy = mkdtempSync(join(tmpdir(), 'mutations-'));
    process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
    copyProject(copy);

    let missed = 0;
    for (const edit of edits) {
      const verdict = await verdictOf(edit, copy);
      out(`${verdict === 'noticed' ? 'ok    ' : 'MISSED'}  ${edit.what}: ${verdict}`);
      missed += verdict === 'noticed' ? 0 : 1;
    }
    out(`${edits.length - missed} of ${edits.length} edits are noticed by the test that is named for them`);
    return missed === 0 ? 0 : 1;
  },
};

/** `noticed`, or why not. */
async function verdictOf(
  { file, from, to, noticedBy: [testFile, name] }: DangerousEdit,
  copy: string,
): Promise<string> {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  if (original.split(from).length !== 2) {
    return `${file} does not hold the text once`;
  }
  const before = await runTest(testFile, name, copy);
  if (before !== 'passed') {
    return `${testFile} › ${name}: ${before} without the edit`;
  }
  writeFileSync(
    path,
    original.replace(from, () => to),
  );
  try {
    const after = await runTest(testFile, name, copy);
    return after === 'failed' ? 'noticed' : `${testFile} › ${name}: ${after}`;
  } finally {
    writeFileSync(path, original);
  }
}

interface JestResult {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs one test: `passed`, `failed`, or why it did neither. */
async function runTest(file: string, name: string, root: string): Promise<string> {
  const fullName = name.replaceAll(' › ', ' ');
  const pattern = `^${fullName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  const args = ['node_modules/jest/bin/jest.js', '--selectProjects', 'code', '--ci', '--json', '--maxWorkers=1'];
  const output = await new Promise<string>((resolve) => {
    const all = [...args, '--testNamePattern', pattern, '--runTestsByPath', file];
    execFile(process.execPath, all, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
  const { testResults }: JestResult = JSON.parse(output);
  const found = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter((test) => test.fullName === fullName);
  const [test] = found;
  return test?.status ?? `no such test ${testResults.map(({ message }) => message.slice(0, 300)).join('')}`;
}
