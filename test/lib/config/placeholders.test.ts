import { functions } from '../../../config/functions';
import type { Environment } from '../../../lib/config/environment';
import { placeholdersOf } from '../../../lib/config/placeholders';
import { resolveConfig } from '../../../lib/config/resolve';
import { environments, project } from '../../fixtures/config/environments';
import { routes } from '../../fixtures/config/routes';

const faultsOf = (context: Record<string, string>, keys?: readonly string[], change: Partial<Environment> = {}) => {
  const name = context['env'] as keyof typeof environments;
  const changed = { ...environments, [name]: { ...environments[name], ...change } };
  return placeholdersOf(resolveConfig({ project, environments: changed, routes, functions, context }), context, keys);
};

test('names every value that the project comes with, and what to do about it', () => {
  expect(faultsOf({ env: 'prod' }).map(({ what, got }) => [what, got])).toEqual([
    ['config/environments.ts: prod.issuer', '"https://is.example.com/oauth2/token", a placeholder that nobody edited'],
    ['config/environments.ts: prod.clientIds[0]', '"replace_with_prod_client_id", a placeholder that nobody edited'],
    ['config/environments.ts: prod.account', '"111111111111", a placeholder that nobody edited'],
    [
      'config/environments.ts: prod.cors.allowOrigins[0]',
      '"https://app.example.com", a placeholder that nobody edited',
    ],
    [
      'config/environments.ts: prod.monitoring.emails[0]',
      '"replace-with-your-team@example.com", a placeholder that nobody edited',
    ],
    [
      'config/environments.ts: prod.monitoring.runbookUrl',
      '"https://git.example.com/your-team/your-repository/blob/main/docs/operations.md", a placeholder that nobody edited',
    ],
  ]);
  expect(faultsOf({ env: 'prod' }).map(({ expected, fix }) => `${expected} — ${fix}`)).toEqual([
    'the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token',
    'the client id of your application — write there the one that npm run register prints, or give -c clientId=ID',
    ...Array(4).fill('your own — write it there, or take the line out'),
  ]);
});

test('looks at nothing that the command line gives instead', () => {
  expect(faultsOf({ env: 'dev', issuer: 'https://is.example.com/oauth2/token', clientId: 'replace_with_x' })).toEqual(
    [],
  );
});

test('looks at the members alone that are asked about', () => {
  expect(faultsOf({ env: 'prod' }, ['clientIds']).map(({ what }) => what)).toEqual([
    'config/environments.ts: prod.clientIds[0]',
  ]);
});

test('has nothing to say of the environment of a laptop', () => {
  expect(faultsOf({ env: 'local' }, undefined, { clientIds: ['replace_with_dev_client_id'] })).toEqual([]);
});

test.each(['https://is.example.community/oauth2/token', 'https://is.myexample.com/oauth2/token'])(
  'takes %s for a real issuer',
  (issuer) => {
    expect(faultsOf({ env: 'dev' }, ['issuer'], { issuer })).toEqual([]);
  },
);
