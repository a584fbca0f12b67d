import { createDeployCommand } from '../../../commands/deploy/deploy-command';
import { refusalsOf } from '../../../commands/deploy/edit-rules';
import type { Edit } from '../../../commands/deploy/stack-rules';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import type { Environment } from '../../../lib/config/environment';
import { resolveConfig } from '../../../lib/config/resolve';
import { invoke } from '../support/invoke';
import { knownStack } from '../support/known-stack';

const configOf = (change: Partial<Environment> = {}) =>
  resolveConfig({
    project,
    environments: { dev: { ...environments.dev, ...change } },
    routes,
    functions,
    context: { env: 'dev' },
  });

const OURS = 'github.com/team/api';

/** An edit from one environment to another, of a stack that is as CloudFormation left it. */
function edit(
  from: Partial<Environment>,
  to: Partial<Environment>,
  deployed: Partial<Edit['deployed']> = {},
  repository: string | undefined = OURS,
): Edit {
  const [before, config] = [knownStack(configOf(from), { repository: OURS }), configOf(to)];
  return {
    deployed: {
      status: 'UPDATE_COMPLETE',
      isProtected: false,
      tags: before.tags,
      template: before.template,
      ...deployed,
    },
    next: knownStack(config, { repository }),
    environment: config.environment,
  };
}

const shortly = (of: Edit) => refusalsOf(of).map(({ what, got, accept }) => [what, got, accept]);

describe('functions', () => {
  const [quotes, reports] = [
    { name: 'quotes', entry: 'lambda/handler.ts' },
    { name: 'reports', entry: 'lambda/handler.ts' },
  ] as const;
  const withFunctions = (...list: readonly (typeof quotes | typeof reports)[]) =>
    knownStack(
      resolveConfig({
        project,
        environments,
        functions: list,
        routes: list.map(({ name }) => ({ ...routes[0], path: `/${name}`, function: name })),
        context: { env: 'dev' },
      }),
    );
  const refused = (before: typeof both, next: typeof both) =>
    refusalsOf({
      deployed: { status: 'UPDATE_COMPLETE', isProtected: false, tags: before.tags, template: before.template },
      next,
      environment: {},
    });
  const both = withFunctions(quotes, reports);

  test('that change places are refused, because they would exchange their code', () => {
    expect(refused(both, withFunctions(reports, quotes))).toEqual([
      {
        what: 'config/functions.ts: the first function',
        got: '"reports", where "quotes" is deployed',
        expected:
          '"quotes" to stay the first: the two would exchange their code in place, and answer each other\'s routes meanwhile',
        fix: 'put quotes first again, and let the routes of reports name it',
      },
    ]);
  });

  test('that come, go or are renamed are let through', () => {
    expect(refused(withFunctions(quotes), both)).toEqual([]);
    expect(refused(both, withFunctions(quotes))).toEqual([]);
    expect(refused(withFunctions(quotes), withFunctions(reports))).toEqual([]);
  });
});

describe('a domain', () => {
  const domain = { name: 'api.example.com', hostedZone: { id: 'Z0123456789ABC', name: 'example.com' } };
  const until = { ...domain, executeApiUntil: '2027-01-31' };
  const existing = { name: 'api.example.com', existing: true, mappingKey: 'orders/v1' };
  const mutualTls = { truststore: 's3://a-bucket/ca.pem' };

  test('is refused where it closes the address that callers have', () => {
    expect(refusalsOf(edit({}, { domain }))).toEqual([
      {
        what: 'domain api.example.com',
        got: 'a new name, and the execute-api address switched off with it',
        expected: 'that address to go on until callers have moved: it answers 403 before the name is there',
        fix: 'deploy twice: first with domain.executeApiUntil, then, when callers have moved, without it; or, if nobody calls it yet, add --accept closed-address',
        accept: 'closed-address',
      },
    ]);
  });

  test('that is existing is refused where it closes that address, too', () => {
    expect(refusalsOf(edit({}, { domain: existing })).map(({ accept }) => accept)).toEqual(['closed-address']);
  });

  test('that the stack made is not called existing: the deployment would delete it', () => {
    expect(refusalsOf(edit({ domain }, { domain: existing }))).toEqual([
      {
        what: 'domain api.example.com',
        got: 'existing: true, where this stack has made the name',
        expected: 'it to stay: the deployment would delete the name, and whatever is mapped below it',
        fix: 'remove existing, and write its certificate and zone again; or take the domain out first, and let another stack make it',
      },
    ]);
    expect(refusalsOf(edit({ domain }, { domain: { ...existing, name: 'other.example.com' } }))).toEqual([]);
  });

  test('with client certificates, is to come without them first', () => {
    const [refusal] = refusalsOf(edit({}, { domain: { ...domain, mutualTls } }));
    expect(refusal?.fix).toContain('first without domain.mutualTls and with domain.executeApiUntil, then,');
  });

  test.each<[string, Partial<Environment>, Partial<Environment>]>([
    ['the name comes first', {}, { domain: until }],
    ['the address is closed when the name is there', { domain: until }, { domain }],
    ['client certificates come with that', { domain: until }, { domain: { ...domain, mutualTls } }],
    ['the domain is removed', { domain }, {}],
    ['an existing name comes first', {}, { domain: { ...existing, executeApiUntil: '2027-01-31' } }],
    [
      'the address is closed when an existing name is there',
      { domain: { ...existing, executeApiUntil: '2027-01-31' } },
      { domain: existing },
    ],
    ['the mapping key changes', { domain: existing }, { domain: { ...existing, mappingKey: 'orders/v2' } }],
  ])('is let through where %s', (_, from, to) => {
    expect(refusalsOf(edit(from, to))).toEqual([]);
  });

  test('keeps the execute-api address as the configuration says, and says so at synth', () => {
    const isOff = (change: Partial<Environment>) =>
      Object.values(knownStack(configOf(change)).template.Resources).find(
        ({ Type }) => Type === 'AWS::ApiGatewayV2::Api',
      )?.Properties?.['DisableExecuteApiEndpoint'];
    expect([isOff({}), isOff({ domain: until }), isOff({ domain })]).toEqual([false, false, true]);
  });
});

test('another issuer is refused, with what it does to callers', () => {
  const [refusal, ...more] = refusalsOf(edit({}, { issuer: 'https://new.example.com/oauth2/token' }));
  expect(more).toEqual([]);
  expect(refusal).toMatchObject({
    what: 'issuer',
    got: '"https://new.example.com/oauth2/token", where "https://is.dev.example.com/oauth2/token" is deployed',
    accept: 'new-issuer',
  });
  expect(refusal?.expected).toMatch(/every token that is out is refused with 401 .* after 3600 s, as WSO2 IS comes, /);
});

describe('a stack of another repository', () => {
  const WHAT = 'the stack wso2-http-api-dev';

  test.each<[string, Partial<Edit['deployed']>, string | undefined, string]>([
    [
      'by its tag',
      { tags: { repository: 'github.com/other/api' } },
      OURS,
      'one of the repository "github.com/other/api"',
    ],
    ['by its tag, though this clone has no origin', {}, undefined, `one of the repository "${OURS}"`],
    ['that is no API', { tags: {}, template: { Resources: {} } }, OURS, 'one without an HTTP API'],
    ['whose template is not JSON', { tags: {}, template: undefined }, OURS, 'one without an HTTP API'],
  ])('is refused: %s', (_, deployed, repository, got) => {
    const of = edit({}, {}, deployed);
    expect(shortly({ ...of, next: { ...of.next, tags: repository === undefined ? {} : { repository } } })).toEqual([
      [WHAT, got, 'other-repository'],
    ]);
  });

  test('is not one whose tag differs in case, or that was deployed before there were tags', () => {
    expect(shortly(edit({}, {}, { tags: { repository: OURS.toUpperCase() } }))).toEqual([]);
    expect(shortly(edit({}, {}, { tags: {} }))).toEqual([]);
  });
});

test.each([
  ['UPDATE_IN_PROGRESS', false, 'wait until'],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, 'wait until'],
  ['UPDATE_ROLLBACK_FAILED', true, 'aws cloudformation continue-update-rollback --stack-name wso2-http-api-dev'],
  ['ROLLBACK_COMPLETE', true, 'aws cloudformation update-termination-protection --no-enable-termination-protection'],
  ['ROLLBACK_FAILED', false, 'delete it'],
  ['DELETE_FAILED', false, 'delete it'],
])('a stack that is %s is refused with the way out', (status, isProtected, fix) => {
  const refusals = refusalsOf(edit({}, { issuer: 'https://new.example.com/oauth2/token' }, { status, isProtected }));
  expect(refusals).toEqual([expect.objectContaining({ got: status, fix: expect.stringContaining(fix) })]);
  expect(refusals[0]).not.toHaveProperty('accept');
});

test('an unprotected stack whose creation failed is let through: the CDK begins anew', () => {
  expect(
    shortly(edit({}, { issuer: 'https://new.example.com/oauth2/token' }, { status: 'ROLLBACK_COMPLETE' })),
  ).toEqual([]);
});

describe('npm run deploy', () => {
  const args = [
    '--no-preflight',
    '-c',
    'env=dev',
    '-c',
    'issuer=https://new.example.com/oauth2/token',
    '-c',
    'clientId=abc',
    '--profile',
    'team',
  ];

  async function deploy(...more: readonly string[]) {
    const cdk = jest.fn<number, string[]>(() => 0);
    const deployed = jest.fn(async () => edit({}, {}).deployed);
    const world = { preflight: jest.fn(), deployed, repository: () => OURS, cdk };
    const { code, err } = await invoke(createDeployCommand(world), [...args, ...more]);
    return { code, err, calls: cdk.mock.calls, asked: deployed.mock.calls };
  }

  test('calls the CDK for no edit that is refused, and says each reason', async () => {
    const { code, err, calls } = await deploy();
    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(err).toMatch(/^issuer — got .*\nnothing was deployed — got an edit that was refused — .*\n$/m);
  });

  test.each([
    [['--accept', 'new-issuer'], 'what is deployed can take the edit'],
    [['--no-compare'], 'not looked at, because of --no-compare: whether what is deployed can take the edit'],
  ])('goes on with %j, which the CDK does not see', async (more, said) => {
    const { code, err, calls } = await deploy(...more);
    expect(code).toBe(0);
    expect(err).toContain(`${said}\n`);
    expect(calls).toEqual([['deploy', ...args.slice(1)]]);
  });

  test('refuses to accept what it does not refuse', async () => {
    const { code, err } = await deploy('--accept', 'everything');
    expect(code).toBe(1);
    expect(err).toContain('--accept — got "everything" — expected one of new-issuer, closed-address, other-repository');
  });
});
