import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../local/authorizer/refusal';

const ROOT = join(__dirname, '..');
const fidelity = readFileSync(join(ROOT, 'docs/fidelity.md'), 'utf8');

/** The source of what is known of API Gateway; `ours` where it is not. */
const EVIDENCE = ['documented', 'observed', 'measured', 'ours'];

/** The tables that there may be: a misspelled column would go unchecked. The last two have no ids. */
const TABLES = [
  'id | behaviour | evidence',
  'id | code | text | evidence',
  'id | in a template | here',
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

/** The fault of a row's evidence: `documented: [page][link]; ours: why`. */
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

/** The ids in the titles of tests: `[F12]`. */
function idsInTests(folder = join(ROOT, 'test')): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const texts = files
    .filter((file) => file !== 'fidelity.test.ts')
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/\[(F\d+)\]/g)].map(([, id = '']) => id)));
}

/** Everything that is wrong with the tables of a text, each with the row it is in. */
function faultsOf(markdown: string, pinned: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  return rowsOf(markdown).flatMap((row) => {
    const columns = Object.keys(row).join(' | ');
    const { evidence, id } = row;
    const faults = [
      ...(TABLES.includes(columns) ? [] : [`a table of ${columns} is none of ${TABLES.join(', ')}`]),
      ...(evidence === undefined ? [] : evidenceFaults(evidence, markdown)),
      ...(id === undefined || pinned.has(id) ? [] : [`no test has [${id}] in its title`]),
      ...(id !== undefined && seen.has(id) ? [`${id} is the id of another row too`] : []),
    ];
    seen.add(id ?? '');
    return faults.map((fault) => `${Object.values(row)[0]}: ${fault}`);
  });
}

const LINK = '\n\n[jwt]: https://docs.aws.amazon.com/x.html\n[forum]: https://example.com/';
const PINNED = new Set(['F1', 'F2']);
const table = (evidence: string, ...ids: string[]) =>
  `| id | behaviour | evidence |\n|---|---|---|\n${ids.map((id) => `| ${id} | It does. | ${evidence} |\n`).join('')}${LINK}`;

test.each(['documented: [JWT][jwt]', 'documented: [JWT][jwt]; ours: it is safer', 'observed: a capture'])(
  'a row may say %s',
  (evidence) => {
    expect(faultsOf(table(evidence, 'F1', 'F2'), PINNED)).toEqual([]);
  },
);

test('a table of other columns is a fault', () => {
  const misspelled = table('ours: safer', 'F1').replace('| evidence |', '| evidences |');
  expect(faultsOf(misspelled, PINNED)).toEqual([expect.stringContaining('is none of id | behaviour | evidence')]);
});

test.each([
  ['', 'F1', 'evidence "" is none of documented, observed, measured, ours with a source or a reason'],
  ['guessed: [JWT][jwt]', 'F1', 'evidence "guessed: [JWT][jwt]" is none of'],
  ['ours', 'F1', 'evidence "ours" is none of'],
  ['ours: safer; rumoured: x', 'F1', 'evidence "rumoured: x" is none of'],
  ['documented: by AWS', 'F1', `evidence "documented: by AWS" has no link to AWS's documentation`],
  ['documented: [forum][forum]', 'F1', `has no link to AWS's documentation`],
  ['observed: [a capture][gone]', 'F1', 'evidence "observed: [a capture][gone]" links to nothing'],
  ['ours: safer', 'F3', 'no test has [F3] in its title'],
])('a row that says "%s" under the id %s is a fault', (evidence, id, fault) => {
  expect(faultsOf(table(evidence, id), PINNED)).toEqual([expect.stringContaining(`${id}: `)]);
  expect(faultsOf(table(evidence, id), PINNED)[0]).toContain(fault);
});

test('two rows of one id are a fault', () => {
  expect(faultsOf(table('ours: safer', 'F1', 'F1'), PINNED)).toEqual(['F1: F1 is the id of another row too']);
});

describe('docs/fidelity.md', () => {
  const pinned = idsInTests();

  test('has evidence and a test that pins it for every row', () => {
    expect(rowsOf(fidelity).length).toBeGreaterThan(200);
    expect(faultsOf(fidelity, pinned)).toEqual([]);
  });

  test('has a row for every id that a test has in its title', () => {
    const ids = new Set(rowsOf(fidelity).map(({ id }) => id));
    expect([...pinned].filter((id) => !ids.has(id))).toEqual([]);
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
