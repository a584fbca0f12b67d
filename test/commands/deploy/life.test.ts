import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { createDeployCommand } from '../../../commands/deploy/deploy-command';
import { createDeployRoleCommand } from '../../../commands/deploy/deploy-role-command';
import { createDestroyCommand } from '../../../commands/deploy/destroy-command';
import { createPreviewsCommand } from '../../../commands/deploy/previews-command';
import { configOf } from '../../../commands/project/config-flags';
import { contextOf } from '../../../commands/project/context-flags';
import { listStacks, readDeployed } from '../../../commands/project/deployed-stack';
import { repositoryOf } from '../../../commands/project/repository';
import { environments, project } from '../../../config/environments';
import { addStacks } from '../../../lib/add-mirror';
import { MIRROR } from '../../support/mirror';
import { type Program, startProgram } from '../../support/program';
import { copyParts, giveTestConfig } from '../../support/project-copy';
import { run } from '../../support/run';
import { testApp } from '../../support/synth';
import { invoke } from '../support/invoke';
import { ACCOUNT, FakeAws } from './fake-aws';

// The CDK CLI takes its time, at every step.
jest.setTimeout(600_000);

const REGION = 'eu-west-1';

/** A checkout with the configuration of the tests, in which somebody has put their own values for the placeholders. */
const checkout = mkdtempSync(join(tmpdir(), 'life-'));

/** The parts of the project from which it is deployed. */
const PARTS = [
  'bin',
  'cdk.json',
  'commands',
  'config',
  'lambda',
  'lib',
  'local',
  'mirror',
  'package.json',
  'tsconfig.json',
];

/** Where commands run in this process. */
const HERE = { root: checkout, env: process.env };

let aws: FakeAws;
let cli: Program;

beforeAll(async () => {
  copyParts(checkout, PARTS);
  giveTestConfig(checkout, own);
  // What the validators say is asked in test/lib/build-app.test.ts; they take seconds each time.
  writeFileSync(join(checkout, 'lib/guards.ts'), 'export function addGuards(): void {}\n');
  // The same, for the commands that run in this process.
  Object.assign(environments, JSON.parse(own(JSON.stringify(environments))));
  execFileSync('git', ['init', '--quiet'], { cwd: checkout });
  origin('github.com/team/api');
  aws = await FakeAws.start();
  Object.assign(process.env, forAws());
  cli = startProgram(join(__dirname, 'cdk-program.js'), forAws(), checkout);
  synthesize(['env=prod']);
  expect(await cli.run('bootstrap', '--app', 'cdk.out')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await aws?.stop();
  rmSync(checkout, { recursive: true, force: true });
});

/** A text of the configuration with somebody's own values. */
function own(text: string): string {
  return text
    .replaceAll('example.com', 'example.io')
    .replace(/replace[-_]with[-_]/g, '')
    .replaceAll('111111111111', ACCOUNT);
}

function origin(repository: string): void {
  execFileSync('git', ['config', 'remote.origin.url', `https://${repository}.git`], { cwd: checkout });
}

function forAws(): Record<string, string> {
  return {
    HOME: checkout,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: aws.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_VALIDATION: 'false',
  };
}

/** Deploys as people do: the command, the CDK CLI and the app are a process each. */
const deployAsPeopleDo = (...args: readonly string[]) =>
  run(
    ['--require', './commands/kit/typescript.cjs', 'bin/deploy.ts', '--require-approval', 'never', ...args],
    forAws(),
    checkout,
  );

/** What `npm run deploy`, `destroy` and `deploy-role` have of the world, but for the CDK CLI, which a test stands for. */
const WORLD = {
  preflight: () => Promise.reject(new Error('preflight, though it was not to be asked')),
  deployed: readDeployed,
  repository: repositoryOf,
};

/** Synthesizes the app in this process, into `cdk.out`. */
function synthesize(context: readonly string[]): void {
  const app = testApp({ outdir: join(checkout, 'cdk.out'), bundle: true, context: contextOf(context) });
  addStacks(app, configOf(context), { account: ACCOUNT, region: REGION, repository: repositoryOf(checkout) });
  app.synth();
}

/**
 * Deploys by the command in this process, without asking the issuer, which is not there. The CDK CLI
 * that it would start has a process for all of these deployments, and the app is synthesized here.
 */
async function deploy(context: readonly string[], ...flags: readonly string[]) {
  const cdk = jest.fn<number, string[]>(() => 0);
  const given = ['--no-preflight', '--require-approval', 'never', ...context.flatMap((pair) => ['-c', pair]), ...flags];
  const { code, err } = await invoke(createDeployCommand({ ...WORLD, cdk }), given, HERE);
  const asked = cdk.mock.calls;
  if (asked.length === 0) {
    return { code, err };
  }
  synthesize(context);
  for (const args of asked.slice(0, -1)) {
    expect(await cli.run(...args, '--app', 'cdk.out')).toMatchObject({ code: 0 });
  }
  return { err, ...(await cli.run(...(asked.at(-1) ?? []), '--app', 'cdk.out')) };
}

/** Destroys what the last deployment synthesized. */
const destroy = (...stacks: readonly string[]) => cli.run('destroy', ...stacks, '--force', '--app', 'cdk.out');

/** What `aws cloudformation update-termination-protection --no-enable-termination-protection` does. */
async function unprotect(stackName: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new CloudFormationClient({ region: 'eu-west-1', endpoint: aws.url, credentials });
  await client.send(
    new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }),
  );
  client.destroy();
}

function authorizer(stack: string) {
  const all = Object.values(aws.template(stack).Resources);
  return all.find(({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer')?.Properties;
}

const jwt = (Issuer: string, ...Audience: string[]) =>
  expect.objectContaining({ JwtConfiguration: { Issuer, Audience } });

const PASSED = 'what is deployed can take the edit';

test('dev is deployed with the issuer and client ids that it is given, moved to another issuer only when told, and destroyed', async () => {
  const stack = `${project}-dev`;
  const given = (host: string, ids: string) => [`issuer=https://${host}/oauth2/token`, `clientId=${ids}`];
  const created = await deployAsPeopleDo(
    '--no-preflight',
    ...given('is.example.io', 'one').flatMap((pair) => ['-c', pair]),
  );
  expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is deployed yet') });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'one'));

  aws.actions.length = 0;
  const other = given('new.example.io', 'one,two');
  const refused = await deploy(other);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(
    'issuer — got "https://new.example.io/oauth2/token", where "https://is.example.io/oauth2/token" is deployed — expected the same: every token that is out is refused with 401',
  );
  // It read, and changed nothing.
  expect(new Set(aws.actions)).toEqual(new Set(['GetCallerIdentity', 'AssumeRole', 'DescribeStacks', 'GetTemplate']));

  const moved = await deploy(other, '--accept', 'new-issuer');
  expect(moved).toMatchObject({ code: 0, err: expect.stringContaining(PASSED) });
  expect(authorizer(stack)).toEqual(jwt('https://new.example.io/oauth2/token', 'one', 'two'));

  const template = aws.template(stack);
  aws.actions.length = 0;
  const again = await cli.run('deploy', '--require-approval', 'never', '--app', 'cdk.out');
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('(no changes)') });
  expect(aws.actions).not.toContain('ExecuteChangeSet');
  expect(aws.template(stack)).toEqual(template);

  expect(await destroy()).toMatchObject({ code: 0 });
  expect(() => aws.template(stack)).toThrow('no change set');
});

test('prod gets out of a first deployment that failed as the handbook says, is changed, kept from another repository, and destroyed', async () => {
  const stack = `${project}-prod`;
  const prod = ['env=prod'];
  aws.cloudFormation.creation = 'ROLLBACK_COMPLETE';
  expect(await deploy(prod)).toMatchObject({ code: 1 });

  aws.cloudFormation.creation = 'CREATE_COMPLETE';
  const stuck = await deploy(prod);
  expect(stuck.code).toBe(1);
  expect(stuck.err).toContain(
    `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stack}, and deploy again`,
  );
  await unprotect(stack);
  expect(await deploy(prod)).toMatchObject({ code: 0 });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'prod_client_id'));

  environments.prod.clientIds.push('two');
  environments.prod.throttle.rateLimit = 400;
  origin('github.com/other/api');
  const foreign = await deploy(prod);
  expect(foreign.code).toBe(1);
  expect(foreign.err).toContain(`the stack ${stack} — got one of the repository "github.com/team/api" — `);
  origin('github.com/team/api');
  const changed = await deploy(prod);
  expect(changed).toMatchObject({ code: 0, err: expect.stringContaining(PASSED) });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'prod_client_id', 'two'));

  await unprotect(stack);
  expect(await destroy()).toMatchObject({ code: 0 });
  expect(() => aws.template(stack)).toThrow('no change set');
});

test('a mirror is deployed before the API of its issuer, and is there when that is destroyed', async () => {
  const [api, mirror] = [`${project}-dev`, `${project}-dev-mirror`];
  const issuerMirror = JSON.parse(own(JSON.stringify(MIRROR)));
  const mirrored = jest.replaceProperty(environments, 'dev', {
    ...environments.dev,
    ...{ account: ACCOUNT, region: REGION, issuerMirror },
  });
  expect(await deploy(['env=dev'])).toMatchObject({
    code: 0,
    err: expect.stringContaining('nothing is deployed yet'),
  });
  expect(aws.cloudFormation.executed.slice(-2)).toEqual([mirror, api]);
  const types = Object.values(aws.template(mirror).Resources).map(({ Type }) => Type);
  expect(types).toContain('AWS::CloudFront::Distribution');
  expect(authorizer(api)).toEqual(jwt('https://is.dev.example.io/oauth2/token', 'dev_client_id'));

  const all = await destroy('--all');
  expect(all).toMatchObject({ code: 1, stderr: expect.stringContaining('TerminationProtection is enabled') });
  expect(() => aws.template(api)).toThrow('no change set');
  expect(aws.template(mirror).Resources).toBeDefined();
  mirrored.restore();
});

test('a preview is deployed beside its environment, listed, destroyed, and then nothing is left of it', async () => {
  const stack = `${project}-pr-12`;
  expect(await deploy(['env=pr-12'])).toMatchObject({
    code: 0,
    err: expect.stringContaining('nothing is deployed yet'),
  });
  expect(authorizer(stack)).toEqual(jwt('https://is.dev.example.io/oauth2/token', 'dev_client_id'));

  const listed = await invoke(createPreviewsCommand({ list: listStacks, repository: repositoryOf }), ['--json'], HERE);
  expect(JSON.parse(listed.out)).toEqual({
    previews: [{ name: 'pr-12', stack, status: 'CREATE_COMPLETE', changed: '2026-01-01T00:00:00.000Z' }],
  });

  const cdk = jest.fn<number, string[]>(() => 0);
  const command = createDestroyCommand({ ...WORLD, cdk });
  expect(await invoke(command, ['-c', 'env=pr-12', '--force'], HERE)).toEqual({ code: 0, out: '', err: '' });
  const [destroying = []] = cdk.mock.calls;
  expect(await cli.run(...destroying, '--app', 'cdk.out')).toMatchObject({ code: 0 });
  expect(() => aws.template(stack)).toThrow('no change set');

  const again = await invoke(command, ['-c', 'env=pr-12'], HERE);
  expect(again).toEqual({ code: 0, out: '', err: `there is no stack ${stack}: nothing is to be destroyed\n` });
  expect(cdk).toHaveBeenCalledTimes(1);
});

test('the roles that deploy are deployed, and not over those of another repository', async () => {
  const of = (repository: string) => ['-c', `repository=${repository}`, '-c', 'environments=dev,prod'];
  const cdk = jest.fn<number, string[]>(() => 0);
  const command = createDeployRoleCommand({ ...WORLD, cdk });
  const first = await invoke(command, [...of('team/api'), '--require-approval', 'never'], HERE);
  expect(first).toEqual({ code: 0, out: '', err: 'no roles are deployed yet\n' });
  // By its own app, in a process.
  const [deploying = []] = cdk.mock.calls;
  expect(await cli.run(...deploying)).toMatchObject({ code: 0 });
  const { Resources } = aws.template(`${project}-deploy-role`);
  expect(JSON.stringify(Resources)).toContain('repo:team/api:environment:prod');

  const foreign = await invoke(command, of('other/api'), HERE);
  expect(foreign).toMatchObject({ code: 1, err: expect.stringContaining('got one whose roles trust team/api') });
  expect(cdk).toHaveBeenCalledTimes(1);
  expect(aws.template(`${project}-deploy-role`).Resources).toEqual(Resources);
});

test('npm run deploy without credentials says so in one line, and deploys nothing', async () => {
  aws.actions.length = 0;
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    delete process.env[name];
  }
  const { code, err } = await deploy(['issuer=https://is.example.io/oauth2/token', 'clientId=one']);
  expect(code).toBe(1);
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('--no-preflight'),
    expect.stringMatching(
      /^AWS credentials — got "CredentialsProviderError: .+" — expected some that AWS takes — log in \(.+\), set AWS_PROFILE, or give --profile NAME$/,
    ),
  ]);
  expect(aws.actions).toEqual([]);
});
