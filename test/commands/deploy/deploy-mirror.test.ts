import { createDeployCommand, type PreflightVerdict } from '../../../commands/deploy/deploy-command';
import type { DeployedStack, StackTarget } from '../../../commands/project/deployed-stack';
import { environments } from '../../../config/environments';
import { MIRROR } from '../../support/mirror';
import { invoke } from '../support/invoke';

const ACCOUNT = '123456789012';

Object.assign(environments.dev, {
  account: ACCOUNT,
  region: 'eu-west-1',
  issuer: 'https://id.example.io/oauth2/token',
  clientIds: ['one'],
  issuerMirror: {
    ...MIRROR,
    certificateArn: MIRROR.certificateArn.replace(/\d{12}/, ACCOUNT),
    hostedZone: { id: 'Z0123456789ABC', name: 'example.io' },
  },
});

const GIVEN = ['-c', 'env=dev'];
const FOR_CDK = ['--require-approval', 'never'];

/** Calls of the CDK and questions, in order. */
let events: string[];
beforeEach(() => {
  events = [];
});

/** Deploys where the CDK ends so, preflight says this, and these stacks are deployed. */
async function deploy(
  args: readonly string[] = [],
  {
    codes = {},
    preflight = { ok: true, lines: ['API Gateway will accept it'] },
    deployed = {},
  }: {
    readonly codes?: Readonly<Record<string, number>>;
    readonly preflight?: PreflightVerdict;
    readonly deployed?: Readonly<Record<string, DeployedStack>>;
  } = {},
) {
  const command = createDeployCommand({
    preflight: async () => {
      events.push('preflight');
      return preflight;
    },
    deployed: async ({ account, region, stack }: StackTarget) => {
      const { stackName } = stack({});
      events.push(`read ${stackName} in ${account} ${region}`);
      return deployed[stackName];
    },
    repository: () => 'github.com/team/api',
    cdk: (...words) => {
      events.push(`cdk ${words.join(' ')}`);
      return codes[words[1] ?? ''] ?? 0;
    },
  });
  const { code, err } = await invoke(command, [...GIVEN, ...FOR_CDK, ...args]);
  return { code, errors: err.trimEnd().split('\n') };
}

const READS = [
  `read wso2-http-api-dev-mirror in ${ACCOUNT} eu-west-1`,
  `read wso2-http-api-dev in ${ACCOUNT} eu-west-1`,
];
const MIRROR_STACK = 'cdk deploy Mirror -c env=dev --require-approval never';
const API_STACK = 'cdk deploy Api --exclusively -c env=dev --require-approval never';

test('the mirror is deployed, then the issuer is looked at, which is the mirror now, and then the API is deployed', async () => {
  const { code, errors } = await deploy();
  expect({ code, errors }).toEqual({ code: 0, errors: ['nothing is deployed yet', 'API Gateway will accept it'] });
  expect(events).toEqual([...READS, MIRROR_STACK, 'preflight', API_STACK]);
});

test('where the mirror cannot be deployed, nothing else is tried', async () => {
  expect((await deploy([], { codes: { Mirror: 3 } })).code).toBe(3);
  expect(events).toEqual([...READS, MIRROR_STACK]);
});

test('where the mirror does not serve what API Gateway needs, the API is not deployed', async () => {
  const { code, errors } = await deploy([], { preflight: { ok: false, lines: ['FAIL', 'it will not'] } });
  expect(code).toBe(1);
  expect(errors.slice(1)).toEqual([
    'FAIL',
    'it will not',
    'the API was not deployed, the mirror was — got a failed preflight — expected it to pass — mend what it names, or give --no-preflight',
  ]);
  expect(events).toEqual([...READS, MIRROR_STACK, 'preflight']);
});

test('it ends as the deployment of the API does', async () => {
  expect((await deploy([], { codes: { Api: 7 } })).code).toBe(7);
});

test('both looks can be left out', async () => {
  const { errors } = await deploy(['--no-preflight', '--no-compare']);
  expect(events).toEqual([MIRROR_STACK, API_STACK]);
  expect(errors).toEqual([expect.stringContaining('--no-compare'), expect.stringContaining('--no-preflight')]);
});

describe('a stack that is not to be deployed over is told before anything is changed:', () => {
  const stack = (change: Partial<DeployedStack> = {}): DeployedStack => ({
    status: 'UPDATE_COMPLETE',
    isProtected: true,
    tags: {},
    template: { Resources: { Public: { Type: 'AWS::CloudFront::Distribution' } } },
    ...change,
  });

  test.each<[string, Partial<DeployedStack>, string]>([
    [
      'one that is no mirror',
      { template: { Resources: {} } },
      'the stack wso2-http-api-dev-mirror — got one without a distribution — expected one of this project',
    ],
    [
      'one of another repository',
      { tags: { repository: 'github.com/other/api' } },
      'the stack wso2-http-api-dev-mirror — got one of the repository "github.com/other/api" — expected one of "github.com/team/api"',
    ],
    [
      'one whose last change failed',
      { status: 'UPDATE_ROLLBACK_FAILED' },
      'the stack wso2-http-api-dev-mirror — got UPDATE_ROLLBACK_FAILED — expected a stack whose last change is over',
    ],
    [
      'one whose creation failed, and that is protected from deletion',
      { status: 'ROLLBACK_COMPLETE' },
      'the stack wso2-http-api-dev-mirror — got ROLLBACK_COMPLETE — expected a stack that was created',
    ],
  ])('%s', async (_what, change, line) => {
    const { code, errors } = await deploy([], { deployed: { 'wso2-http-api-dev-mirror': stack(change) } });
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringContaining(line), expect.stringMatching(/^nothing was deployed — /)]);
    expect(events).toEqual(READS);
  });

  test('that of the API, too, with all that is to be told of both', async () => {
    const { errors } = await deploy([], {
      deployed: {
        'wso2-http-api-dev-mirror': stack({ status: 'UPDATE_IN_PROGRESS' }),
        'wso2-http-api-dev': stack({ status: 'DELETE_FAILED' }),
      },
    });
    expect(errors).toEqual([
      expect.stringContaining('the stack wso2-http-api-dev-mirror — got UPDATE_IN_PROGRESS'),
      expect.stringContaining('the stack wso2-http-api-dev — got DELETE_FAILED'),
      expect.stringMatching(/^nothing was deployed — /),
    ]);
  });

  test('not a mirror of this project', async () => {
    const { code } = await deploy([], { deployed: { 'wso2-http-api-dev-mirror': stack() } });
    expect(code).toBe(0);
    expect(events).toContain(API_STACK);
  });
});
