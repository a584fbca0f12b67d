import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editTable, effectsOf } from '../../../commands/edits/edit-table';
import { EDITS } from '../../../commands/edits/edits';
import { editsCommand } from '../../../commands/edits/edits-command';
import { environmentSchema } from '../../../lib/config/environment-schema';
import { ROOT } from '../../support/run';
import { invoke } from '../support/invoke';

// A synthesis before and one after each edit.
jest.setTimeout(300_000);

/** Members that name another stack, are no setting, or are never deployed. */
const NO_EDITS = ['account', 'region', 'mutualTls', 'laptopOnly'];

test('the table in docs/operations.md is what npm run edits writes', async () => {
  expect(await invoke(editsCommand, ['--check'], { root: ROOT })).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')).toContain(editTable());
});

test('has an edit of every member of an environment, and of the routes', () => {
  const members = new Set<string>(EDITS.map(({ member }) => member));
  const all = [...Object.keys(environmentSchema(false).shape), 'routes'];
  expect(all.filter((name) => !members.has(name) && !NO_EDITS.includes(name))).toEqual([]);
});

test('no edit replaces or removes what callers are served by', () => {
  const served = ['Api', 'Stage', 'Authorizer', 'Function', 'LogGroup', 'Integration'];
  // What goes away with a function is its own.
  const kept = EDITS.filter(({ does }) => !/^one that is not the first (removed|renamed)/.test(does));
  for (const edit of kept) {
    const { replaced, removed } = effectsOf(edit);
    expect([...replaced, ...removed].filter((type) => served.includes(type))).toEqual([]);
  }
});

test('replaces what a property makes CloudFormation replace', () => {
  const renamed = EDITS.find(({ member, does }) => member === 'domain' && does === '`name` changed');
  expect(renamed && effectsOf(renamed).replaced).toEqual(['ApiMapping', 'Certificate', 'DomainName', 'RecordSet']);
});
