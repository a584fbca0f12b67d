import { functions } from '../../../config/functions';
import { ConfigurationError } from '../../../lib/check/fault';
import { resolveConfig } from '../../../lib/config/resolve';
import { resolveDeployRole } from '../../../lib/deploy-role/deploy-role-config';

const dev = { issuer: 'https://is.example.com/oauth2/token', clientIds: ['abc'] };
const ROUTES = [{ method: 'GET', path: '/a', access: { scopes: ['a'] } }] as const;

/** The faults that both apps find: that of the API, and that of the roles that deploy it. */
function faultsOf(project: string, ...names: readonly string[]): string[] {
  const environments = Object.fromEntries(names.map((name) => [name, dev]));
  const [ofApi, ofRoles] = [
    () => resolveConfig({ project, environments, routes: ROUTES, functions, context: { env: names[0] } }),
    () => resolveDeployRole({ project, environments, context: { repository: 'o/r', environments: names.join(',') } }),
  ].map((resolve) => {
    try {
      resolve();
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return error.message.split('\n  ').slice(1);
      }
      throw error;
    }
    return [];
  });
  expect(ofRoles).toEqual(ofApi);
  return ofApi ?? [];
}

const named = (got: string, rest: string) =>
  `config/environments.ts: the name of an environment — got ${JSON.stringify(got)} — expected ${rest}`;

test.each([['dev', 'eu-prod', '1st'], ['a'.repeat(124)]])('takes the names %s', (...names) => {
  expect(faultsOf('api', ...names)).toEqual([]);
});

test.each(['Provider', 'xRoleArn', 'BootstrapVersion', 'eu_prod', '-a', 'a--b'])(
  'refuses an environment called %j',
  (name) => {
    expect(faultsOf('api', name)).toEqual([
      named(
        name,
        'lower-case letters, digits and single hyphens, because stack and roles are called after it — rename it',
      ),
    ]);
  },
);

test.each(['deploy-role', 'deployrole'])('refuses an environment called %s, like the stack of the roles', (name) => {
  expect(faultsOf('api', name)).toEqual([
    named(name, 'another than that of the stack with the roles, api-deploy-role — rename it'),
  ]);
});

test('refuses two environments whose roles would have one output', () => {
  expect(faultsOf('api', 'eu-prod', 'euprod')).toEqual([
    named(
      'euprod',
      'one that differs from "eu-prod" by more than hyphens, which the names of outputs cannot hold — rename one of them',
    ),
  ]);
});

test('refuses a name that makes that of the stack too long', () => {
  expect(faultsOf('api', 'a'.repeat(125))).toEqual([
    named('a'.repeat(125), 'at most 128 characters together with api- — shorten it'),
  ]);
});

test.each(['@team/api', 'Api', '1api', 'api_1', ''])('refuses a project called %j', (project) => {
  expect(faultsOf(project, 'dev')).toEqual([
    `config/environments.ts: project — got ${JSON.stringify(project)} — expected lower-case letters, digits and single hyphens, a letter first — rename it`,
  ]);
});
