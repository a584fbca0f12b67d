import { createDeployRoleCommand } from '../../../commands/deploy/deploy-role-command';
import type { DeployedStack } from '../../../commands/project/deployed-stack';
import { synthesized } from '../../../commands/project/template';
import { environments, project } from '../../../config/environments';
import { addDeployRole } from '../../../lib/deploy-role/build-deploy-role';
import { resolveDeployRole } from '../../../lib/deploy-role/deploy-role-config';
import { invoke } from '../support/invoke';

const OURS = 'github.com/octo-org/api';
const GIVEN = ['-c', 'repository=octo-org@1/api@2', '-c', 'environments=dev,prod'];

/** The stack of the roles as a checkout of some repository has deployed it for a repository's pipeline. */
function roles(repository: string, checkout: string | undefined): DeployedStack {
  const config = resolveDeployRole({ project, environments, context: { repository, environments: 'dev' } });
  const { template, tags } = synthesized((app) => addDeployRole(app, config, { repository: checkout }));
  return { status: 'UPDATE_COMPLETE', isProtected: true, template, tags };
}

async function deployRole(deployed: DeployedStack | undefined, ...more: readonly string[]) {
  const cdk = jest.fn<number, string[]>(() => 0);
  const world = { deployed: jest.fn(async () => deployed), repository: () => OURS, cdk };
  const { code, err } = await invoke(createDeployRoleCommand(world), [...GIVEN, ...more]);
  return { code, errors: err.trimEnd().split('\n'), calls: cdk.mock.calls, asked: world.deployed.mock.calls.length };
}

const APP = [
  '--app',
  'node --single-threaded-gc --require ./commands/kit/typescript.cjs bin/deploy-role-app.ts',
  '--output',
  'cdk.out/deploy-role',
];
const CALL = ['deploy', ...APP, ...GIVEN];
const FIX =
  'give this project another name (project in config/environments.ts), or, if the stack is yours, add --accept other-repository';
const WHAT = `the stack ${project}-deploy-role`;

test('deploys its own app with what it was given, and ends as the CDK does', async () => {
  expect(await deployRole(undefined, '--profile', 'team', '-v')).toMatchObject({
    code: 0,
    errors: ['no roles are deployed yet'],
    calls: [[...CALL, '--profile', 'team', '-v']],
  });
});

test.each([
  ['this repository deployed', roles('octo-org@1/api@2', OURS)],
  ['it deployed before its tokens had ids, or stacks a tag', roles('Octo-Org/api', undefined)],
])('deploys over roles that %s', async (_, deployed) => {
  expect(await deployRole(deployed)).toMatchObject({
    code: 0,
    errors: ['the deployed roles are of this repository'],
    calls: [CALL],
  });
});

const otherTag = roles('octo-org@1/api@2', 'github.com/other/api');

test.each<[string, DeployedStack, string, string]>([
  ['by its tag', otherTag, 'one of the repository "github.com/other/api"', `one of "${OURS}"`],
  ['by whom its roles trust', roles('other/api', undefined), 'one whose roles trust other/api', 'one of this project'],
  [
    'with a repository given that is not the one whose roles they are',
    roles('octo-org@1/orders@3', OURS),
    'one whose roles trust octo-org@1/orders@3',
    'one of this project',
  ],
  [
    'that has no roles',
    { ...otherTag, tags: {}, template: { Resources: {} } },
    'one without roles for GitHub Actions',
    'one of this project',
  ],
])('refuses the stack of another repository: %s', async (_, deployed, got, expected) => {
  expect(await deployRole(deployed)).toMatchObject({
    code: 1,
    errors: [
      `${WHAT} — got ${got} — expected ${expected} — ${FIX}`,
      'nothing was deployed — got an edit that was refused — expected one that what is deployed can take — do what stands above',
    ],
    calls: [],
  });
  expect(await deployRole(deployed, '--accept', 'other-repository')).toMatchObject({ code: 0, calls: [CALL] });
});

test('refuses a stack that is stuck, whatever is accepted', async () => {
  const stuck = { ...otherTag, status: 'UPDATE_ROLLBACK_FAILED' };
  const { code, errors, calls } = await deployRole(stuck, '--accept', 'other-repository');
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(errors[0]).toMatch(/ — got UPDATE_ROLLBACK_FAILED — /);
});

test('asks AWS nothing with --no-compare, and says so', async () => {
  expect(await deployRole(otherTag, '--no-compare')).toMatchObject({
    code: 0,
    errors: ['not looked at, because of --no-compare: whether the deployed roles are of this repository'],
    calls: [CALL],
    asked: 0,
  });
});

test('refuses what its app would refuse, and values of -c that nothing reads, before it asks AWS', async () => {
  expect(await deployRole(undefined, '-c', 'env=dev')).toMatchObject({
    code: 1,
    errors: [
      '-c — got "env=dev" — expected repository=OWNER@ID/REPO@ID, environments=NAME[,NAME…] or providerArn=ARN — write -c environments=dev,prod, say',
    ],
    asked: 0,
  });
  const { code, errors, asked } = await deployRole(undefined, '-c', 'environments=local');
  expect({ code, asked }).toEqual({ code: 1, asked: 0 });
  expect(errors[1]).toMatch(/^ {2}-c environments — got "local" — expected some of dev,prod,previews — /);
});
