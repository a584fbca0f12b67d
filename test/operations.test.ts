import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSAL_CAUSES } from '../lib/monitoring/refusal-causes';
import { anchorsOf } from './support/anchors';
import { EVERYTHING } from './support/everything';
import { synthesize } from './support/synth';

const ROOT = join(__dirname, '..');
const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const [, alarmsAndMore = ''] = text.split('\n## Alarms\n');
const [alarmSection = ''] = alarmsAndMore.split('\n## ');
const entries = alarmSection
  .split('\n### ')
  .slice(1)
  .map((entry) => ({ name: entry.slice(0, entry.indexOf('\n')), body: entry }));

const template = synthesize({ env: 'dev' }, { environment: EVERYTHING });
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties.AlarmDescription as string,
);

test('every alarm has an entry, and every entry an alarm', () => {
  const linked = alarms.map((description) => description.slice(description.lastIndexOf('#') + 1));
  expect(entries.map(({ name }) => name.toLowerCase()).sort()).toEqual(linked.sort());
  expect(linked).toHaveLength(9);
});

test.each(alarms)('the link of the alarm leads somewhere: %s', (description) => {
  const [, file = '', anchor] = /What to do: (\S+)#(\S+)$/.exec(description) ?? [];
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(anchorsOf(readFileSync(join(ROOT, file), 'utf8'))).toContain(anchor);
});

describe.each(entries)('the entry $name', ({ body }) => {
  test('says what it means, how to look and what to do, in this order', () => {
    const parts = ['**What it means.**', '**How to look.**', '**What to do.**'].map((part) => body.indexOf(part));
    expect(parts).not.toContain(-1);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
  });

  test('names a part of the dashboard and a saved query as they are called', () => {
    const dashboards = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    const queries = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(({ Properties }) =>
      Properties.Name.replace('wso2-http-api-dev/', ''),
    );
    const look = body.slice(body.indexOf('**How to look.**'), body.indexOf('**What to do.**'));
    const parts = [...look.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, part = '']) => part);
    const named = [...look.slice('**How to look.**'.length).matchAll(/\*\*([^*]+)\*\*/g)].map(([, query = '']) =>
      query.replace(/\s+/g, ' '),
    );
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter((part) => !dashboards.includes(part))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((query) => !queries.includes(query))).toEqual([]);
  });
});

test('every saved query is in the runbook', () => {
  const flat = text.replace(/\s+/g, ' ');
  for (const { Properties } of Object.values(template.findResources('AWS::Logs::QueryDefinition'))) {
    expect(flat).toContain(`**${Properties.Name.replace('wso2-http-api-dev/', '')}**`);
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
