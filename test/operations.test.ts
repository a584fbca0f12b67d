import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { REFUSAL_CAUSES } from '../lib/monitoring/refusal-causes';
import { anchorsOf } from './support/anchors';
import { EVERYTHING } from './support/everything';
import { synthesize, synthesizeMirror } from './support/synth';

const ROOT = join(__dirname, '..');
const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const [, alarmsAndMore = ''] = text.split('\n## Alarms\n');
const [alarmSection = ''] = alarmsAndMore.split('\n## ');
const entries = alarmSection
  .split('\n### ')
  .slice(1)
  .map((entry) => ({ name: entry.slice(0, entry.indexOf('\n')), body: entry }));

const template = synthesize({ env: 'dev' }, { environment: EVERYTHING });
const mirror = synthesizeMirror();
const alarms = [template, mirror].flatMap((each) =>
  Object.values(each.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmDescription as string,
  ),
);

/** The names of the saved queries of a stack, below its own. */
const queriesOf = (of: Template) =>
  Object.values(of.findResources('AWS::Logs::QueryDefinition')).map(
    ({ Properties }): string => Properties.Name.split('/')[1],
  );

test('every alarm has an entry, and every entry an alarm', () => {
  const linked = alarms.map((description) => description.slice(description.lastIndexOf('#') + 1));
  expect(entries.map(({ name }) => name.toLowerCase()).sort()).toEqual(linked.sort());
  expect(linked).toHaveLength(9 + 3);
});

test.each(alarms)('the link of the alarm leads somewhere: %s', (description) => {
  const [, file = '', anchor] = /What to do: (\S+)#(\S+)$/.exec(description) ?? [];
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(anchorsOf(readFileSync(join(ROOT, file), 'utf8'))).toContain(anchor);
});

describe.each(entries)('the entry $name', ({ name, body }) => {
  test('says what it means, how to look and what to do, in this order', () => {
    const parts = ['**What it means.**', '**How to look.**', '**What to do.**'].map((part) => body.indexOf(part));
    expect(parts).not.toContain(-1);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
  });

  test('names a part of the dashboard, where there is one, and a saved query as they are called', () => {
    const isOfMirror = name.startsWith('Mirror');
    const dashboards = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    const queries = queriesOf(isOfMirror ? mirror : template);
    const look = body.slice(body.indexOf('**How to look.**'), body.indexOf('**What to do.**'));
    const parts = [...look.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, part = '']) => part);
    const named = [...look.slice('**How to look.**'.length).matchAll(/\*\*([^*]+)\*\*/g)].map(([, query = '']) =>
      query.replace(/\s+/g, ' '),
    );
    expect(parts.length > 0).toBe(!isOfMirror);
    expect(parts.filter((part) => !dashboards.includes(part))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((query) => !queries.includes(query))).toEqual([]);
  });
});

test('the entries of the mirror filter its log by what its publisher writes', () => {
  const publisher = readFileSync(join(ROOT, 'lambda/mirror/publish.ts'), 'utf8');
  const messages = entries
    .filter(({ name }) => name.startsWith('Mirror'))
    .flatMap(({ body }) => [...body.matchAll(/\$\.message = "([^"]+)"/g)].map(([, message]) => message));
  expect(messages).toEqual(['Refused', 'Key set changes']);
  for (const message of messages) {
    expect(publisher).toContain(`'${message}'`);
  }
});

test('every saved query is in the runbook', () => {
  const flat = text.replace(/\s+/g, ' ');
  for (const query of [...queriesOf(template), ...queriesOf(mirror)]) {
    expect(flat).toContain(`**${query}**`);
  }
});

test('the table for 401 has every cause that has words of its own', () => {
  const [, section = ''] = text.split('\n## Everyone gets 401\n');
  const [table = ''] = section.split('\n## ');
  const words = Object.values(REFUSAL_CAUSES).flatMap(({ pattern }) =>
    [...pattern.matchAll(/authorizerError = "\*(.+?)\*"/g)].map(([, found = '']) => found),
  );
  expect(words).toHaveLength(7);
  expect(words.filter((word) => !table.includes(`| \`${word}\` |`))).toEqual([]);
});

test('links within the page and to headings of other pages lead somewhere', () => {
  const broken = [...text.matchAll(/\]\(([^)#]*)#([^)]+)\)/g)].filter(
    ([, file = '', anchor = '']) =>
      !file.startsWith('https:') &&
      !anchorsOf(file === '' ? text : readFileSync(join(ROOT, 'docs', file), 'utf8')).includes(anchor),
  );
  expect(broken.map(([link]) => link)).toEqual([]);
});
