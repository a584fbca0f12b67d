import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../local/authorizer/refusal';
import { testNames } from './support/test-names';

const ROOT = join(__dirname, '..');
/** The folder that a row's file is in. */
const folderOf = (file: string) =>
  file.startsWith('test/') ? '' : file.startsWith('authorizer/') ? 'test/local' : 'test/local/gateway';
const fidelity = readFileSync(join(ROOT, 'docs/fidelity.md'), 'utf8');

/** How something is known of API Gateway; `ours` where it is not. */
const EVIDENCE = ['documented', 'observed', 'measured', 'ours'];

/** The tables that there may be: a misspelled column would go unchecked. The last two name no tests. */
const TABLES = [
  'behaviour | evidence | test',
  'code | text | evidence | test',
  'in a template | here | test',
  'besides | here',
  'word | means',
];

/** A row of a table by the names of its columns. */
type Row = Readonly<Record<string, string>>;

/** All rows of all tables of a Markdown text. */
function rowsOf(markdown: string): Row[] {
  const rows: Row[] = [];
  let columns: readonly string[] | undefined;
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) {
      columns = undefined;
    } else if (!columns) {
      columns = cellsOf(line);
    } else if (!/^\|[-| ]+$/.test(line)) {
      const cells = cellsOf(line);
      rows.push(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])));
    }
  }
  return rows;
}

/** The cells of a line; a `|` inside a cell is written `\|`. */
function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** What is wrong with a row's evidence: `documented: [page][link]; ours: why`. */
function evidenceFaults(evidence: string, markdown: string): string[] {
  return evidence.split('; ').flatMap((part) => {
    const [, word = '', text = ''] = /^(\w+): (\S.*)$/.exec(part) ?? [];
    if (!EVIDENCE.includes(word)) {
      return [`evidence "${part}" is none of ${EVIDENCE.join(', ')} with a source or a reason`];
    }
    const links = [...text.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) =>
      new RegExp(`^\\[${name}\\]: (https://\\S+)$`, 'm').exec(markdown),
    );
    if (links.includes(null)) {
      return [`evidence "${part}" links to nothing`];
    }
    const isOfAws = links.some((link) => link?.[1]?.startsWith('https://docs.aws.amazon.com/'));
    return word === 'documented' && !isOfAws ? [`evidence "${part}" has no link to AWS's documentation`] : [];
  });
}

/** What is wrong with the tests that a row names, as `file › blocks › test`. */
function testFaults(cell: string): string[] {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const unknown = named.filter((name) => {
    const [file = '', ...rest] = name.split(' › ');
    const path = join(ROOT, folderOf(file), file);
    return !existsSync(path) || !testNames(path).has(rest.join(' › '));
  });
  return named.length === 0 ? ['names no test'] : unknown.map((name) => `there is no test "${name}"`);
}

/** Everything that is wrong with the tables of a text, each with the row it is in. */
function faultsOf(markdown: string): string[] {
  return rowsOf(markdown).flatMap((row) => {
    const columns = Object.keys(row).join(' | ');
    const { evidence, test } = row;
    const faults = [
      ...(TABLES.includes(columns) ? [] : [`a table of ${columns} is none of ${TABLES.join(', ')}`]),
      ...(evidence === undefined ? [] : evidenceFaults(evidence, markdown)),
      ...(test === undefined ? [] : testFaults(test)),
    ];
    return faults.map((fault) => `${Object.values(row)[0]}: ${fault}`);
  });
}

const LINK = '\n\n[jwt]: https://docs.aws.amazon.com/x.html\n[forum]: https://example.com/';
const TEST = '`event.test.ts › the body of an event › is text when it is text/plain`';
const table = (evidence: string, test: string) =>
  `| behaviour | evidence | test |\n|---|---|---|\n| It does. | ${evidence} | ${test} |${LINK}`;

test.each([
  ['documented: [JWT][jwt]', TEST],
  ['documented: [JWT][jwt]; ours: it is safer', `${TEST}<br>${TEST}`],
  ['observed: a capture', '`event.test.ts › the body of an event › is text when it is %s`'],
])('a row may say %s and name %s', (evidence, name) => {
  expect(faultsOf(table(evidence, name))).toEqual([]);
});

test('a table of other columns is a fault', () => {
  const misspelled = table('ours: safer', TEST).replace('| test |', '| tests |');
  expect(faultsOf(misspelled)).toEqual([expect.stringContaining('a table of behaviour | evidence | tests is none of')]);
});

test.each([
  ['', TEST, 'evidence "" is none of documented, observed, measured, ours with a source or a reason'],
  ['guessed: [JWT][jwt]', TEST, 'evidence "guessed: [JWT][jwt]" is none of'],
  ['ours', TEST, 'evidence "ours" is none of'],
  ['ours: safer; rumoured: x', TEST, 'evidence "rumoured: x" is none of'],
  ['documented: by AWS', TEST, `evidence "documented: by AWS" has no link to AWS's documentation`],
  ['documented: [forum][forum]', TEST, `has no link to AWS's documentation`],
  ['observed: [a capture][gone]', TEST, 'evidence "observed: [a capture][gone]" links to nothing'],
  ['ours: safer', '', 'names no test'],
  ['ours: safer', '`event.test.ts › the body of an event`', 'there is no test "event.test.ts › the body of an event"'],
  ['ours: safer', '`event.test.ts › the body of an event › is text when it is image/png`', 'there is no test'],
  ['ours: safer', '`none.test.ts › the body of an event`', 'there is no test "none.test.ts'],
  ['ours: safer', `${TEST}<br>\`cors.test.ts\``, 'there is no test "cors.test.ts"'],
])('a row that says "%s" and names "%s" is a fault', (evidence, name, fault) => {
  expect(faultsOf(table(evidence, name))).toEqual([expect.stringContaining(`It does.: `)]);
  expect(faultsOf(table(evidence, name))[0]).toContain(fault);
});

describe('docs/fidelity.md', () => {
  test('has evidence and tests that exist for every row', () => {
    expect(rowsOf(fidelity).length).toBeGreaterThan(100);
    expect(faultsOf(fidelity)).toEqual([]);
  });

  test('has the text of every refusal, and whether it is API Gateway’s', () => {
    const stated = rowsOf(fidelity)
      .filter((row) => 'code' in row)
      .map(({ code, text, evidence = '' }) => ({ code, text, established: !evidence.startsWith('ours') }));
    const defined = Object.entries(REFUSALS).map(([code, { text, established }]) => ({
      code: `\`${code}\``,
      text: `\`${text}\``,
      established,
    }));
    expect(stated).toEqual(defined);
  });

  test('uses every source that it lists', () => {
    const names = [...fidelity.matchAll(/^\[([\w-]+)\]: /gm)].map(([, name]) => name);
    expect(names.filter((name) => !fidelity.includes(`][${name}]`))).toEqual([]);
  });
});
