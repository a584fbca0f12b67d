import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGES = [
  'docs/wso2-identity-server.md',
  'docs/wso2-issuer.md',
  'docs/wso2-private-network.md',
  'docs/wso2-signing-keys.md',
];

/** A release of WSO2 IS: `IS 7`, `5.11`, `7.0.0`. Not a part of another number, nor of a URL. */
const RELEASE = /\bIS [5-7]\b|(?<![\w./-])(?:5\.1[01]|6\.[01]|7\.[0-3])(?:\.0)?(?![\w/-]|\.\d)/;

/** Table rows, list items, paragraphs: what one source can stand behind. Headings, of a table too, and code are none. */
function statementsOf(markdown: string): string[] {
  const prose = markdown
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/^\[[^\]]+\]: .*$/gm, '')
    .replace(/^#.*$/gm, '')
    .replace(/^\|.*\n\|[-|: ]+\|$/gm, '');
  return prose
    .split(/\n\s*\n|\n(?=\s*(?:[-|]|\d+\.) )/)
    .map((statement) => statement.trim().replace(/\s+/g, ' '))
    .filter((statement) => statement !== '');
}

/** The reference links of a page: `[text][name]`, or `[name]` alone. */
function referencesIn(markdown: string): { used: string[]; defined: Record<string, string> } {
  const defined = Object.fromEntries(
    [...markdown.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map(([, name = '', url = '']) => [name, url]),
  );
  const text = markdown
    .replace(/^\[[^\]]+\]: .*$/gm, '')
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/`[^`]*`/g, '');
  const used = [...text.matchAll(/\[[^\]]+\]\[([^\]]+)\]|\[([^\]]+)\](?![[(:])/g)].map(
    ([, name, alone]) => name ?? alone ?? '',
  );
  return { used: [...new Set(used)], defined };
}

describe.each(PAGES)('%s', (page) => {
  const markdown = readFileSync(join(__dirname, '..', page), 'utf8');
  const { used, defined } = referencesIn(markdown);

  test('gives a source for each statement about a release', () => {
    const about = statementsOf(markdown).filter((statement) => RELEASE.test(statement.replace(/`[^`]*`/g, '')));
    const hasSource = (statement: string) =>
      /\]\(https:\/\//.test(statement) || Object.keys(defined).some((name) => statement.includes(`[${name}]`));
    expect(about.length).toBeGreaterThan(5);
    expect(about.filter((statement) => !hasSource(statement))).toEqual([]);
  });

  test('defines each source that it names, on the web, and names each that it defines', () => {
    expect(used.filter((name) => !(name in defined))).toEqual([]);
    expect(Object.keys(defined).filter((name) => !used.includes(name))).toEqual([]);
    expect(Object.values(defined).filter((url) => !url.startsWith('https://'))).toEqual([]);
  });

  test('names issues by the number that the link has', () => {
    const issues = Object.entries(defined).filter(([name]) => name.includes('#'));
    expect(
      issues.filter(([name, url]) => !new RegExp(`/${name.replace('#', '/(?:issues|pull)/')}$`).test(url)),
    ).toEqual([]);
  });

  test('shows settings as deployment.toml has them: below a table, one a line', () => {
    const blocks = [...markdown.matchAll(/^ *```toml\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
      expect(lines[0]).toMatch(/^\[/);
      expect(
        lines.filter((line) => !/^(\[{1,2}[\w.]+\]{1,2}|\w+ = ("[^"]*"|\d+|true|false))( +#.*)?$/.test(line)),
      ).toEqual([]);
    }
  });
});

test('a statement about a release without a source is found', () => {
  const statements = statementsOf(
    '# IS 7\n\nAll well.\n\n- IS 7 does it.\n- IS 6 too ([docs][d]).\n\n```sh\nIS 5\n```\n',
  );
  expect(statements).toEqual(['All well.', '- IS 7 does it.', '- IS 6 too ([docs][d]).']);
  expect(statements.filter((statement) => RELEASE.test(statement))).toHaveLength(2);
  expect(
    ['TLS 1.2', '10.5.11.2', '/en/7.2.0/deploy', '6.11.21', 'v7.0.26'].filter((text) => RELEASE.test(text)),
  ).toEqual([]);
});
