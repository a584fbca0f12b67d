import { createDestroyCommand } from '../../../commands/deploy/destroy-command';
import { configOf } from '../../../commands/project/config-flags';
import type { DeployedStack } from '../../../commands/project/deployed-stack';
import { stackOf } from '../../../commands/project/template';
import { project } from '../../../config/environments';
import { invoke } from '../support/invoke';

const OURS = 'github.com/team/api';
const STACK = `${project}-pr-12`;

const { template, tags } = stackOf(configOf(['env=pr-12']), { repository: OURS });
const DEPLOYED: DeployedStack = { status: 'UPDATE_COMPLETE', isProtected: false, template, tags };

async function destroy(deployed: DeployedStack | undefined, ...args: readonly string[]) {
  const cdk = jest.fn<number, string[]>(() => 0);
  const world = { deployed: jest.fn(async () => deployed), repository: () => OURS, cdk };
  const { code, err } = await invoke(createDestroyCommand(world), args);
  return {
    code,
    errors: err === '' ? [] : err.trimEnd().split('\n'),
    calls: cdk.mock.calls,
    asked: world.deployed.mock.calls,
  };
}

test('destroys a preview with the CDK, with what it was given', async () => {
  expect(await destroy(DEPLOYED, '-c', 'env=pr-12', '--profile', 'team', '--force')).toMatchObject({
    code: 0,
    errors: [],
    calls: [['destroy', 'Api', '-c', 'env=pr-12', '--profile', 'team', '--force']],
  });
});

test('of what is not there is over at once', async () => {
  expect(await destroy(undefined, '-c', 'env=pr-12')).toMatchObject({
    code: 0,
    errors: [`there is no stack ${STACK}: nothing is to be destroyed`],
    calls: [],
  });
});

test.each<[string, string]>([
  [
    'local',
    '"local", which is for a laptop — expected an environment that is deployed — name a preview: -c env=pr-12, say',
  ],
  ['dev', '"dev", which is no preview — expected a preview, pr-N — if it is meant, add --accept no-preview'],
  [
    'prod',
    '"prod", which is protected from deletion — expected an environment that may be deleted — see docs/operations.md, Teardown, for what comes first',
  ],
])('refuses %s before it asks AWS for anything', async (env, rest) => {
  expect(await destroy(DEPLOYED, '-c', `env=${env}`)).toEqual({
    code: 1,
    errors: [`-c env — got ${rest}`],
    calls: [],
    asked: [],
  });
});

test('destroys another environment where it is told so, and none that is protected', async () => {
  const dev = await destroy(DEPLOYED, '-c', 'env=dev', '--accept', 'no-preview');
  expect(dev).toMatchObject({ code: 0, calls: [['destroy', 'Api', '-c', 'env=dev']] });
  const prod = await destroy(DEPLOYED, '-c', 'env=prod', '--accept', 'no-preview');
  expect(prod).toMatchObject({ code: 1, calls: [] });
});

test('refuses the stack of another repository, one that changes, and one that is protected, all at once', async () => {
  const theirs: DeployedStack = {
    ...DEPLOYED,
    status: 'UPDATE_IN_PROGRESS',
    isProtected: true,
    tags: { repository: 'github.com/other/api' },
  };
  const { code, errors, calls } = await destroy(theirs, '-c', 'env=pr-12');
  expect({ code, errors, calls }).toEqual({
    code: 1,
    errors: [
      `the stack ${STACK} — got UPDATE_IN_PROGRESS — expected no change that is under way — wait until CloudFormation is done`,
      `the stack ${STACK} — got one that is protected from deletion — expected one that may be deleted — see docs/operations.md, Teardown, for what comes first`,
      expect.stringContaining(
        `the stack ${STACK} — got one of the repository "github.com/other/api" — expected one of "${OURS}"`,
      ),
    ],
    calls: [],
  });
});

test('destroys the stack of another repository where it is told so, and one whose creation or deletion failed', async () => {
  const theirs = { ...DEPLOYED, tags: { repository: 'github.com/other/api' } };
  expect(await destroy(theirs, '-c', 'env=pr-12', '--accept', 'other-repository')).toMatchObject({ code: 0 });
  for (const status of ['ROLLBACK_COMPLETE', 'DELETE_FAILED']) {
    expect(await destroy({ ...DEPLOYED, status }, '-c', 'env=pr-12')).toMatchObject({ code: 0 });
  }
});
