import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { project } from '../../../config/environments';
import { copyProject } from '../../support/project-copy';
import { ROOT, run } from '../../support/run';
import { ACCOUNT, FakeAws } from './fake-aws';

// Every step is a process of its own that loads the CDK.
jest.setTimeout(600_000);

const CDK = 'node_modules/aws-cdk/bin/cdk';

/** A checkout with the configuration of the tests, in which somebody has put their own values for the placeholders. */
const checkout = mkdtempSync(join(tmpdir(), 'life-'));
const CONFIG = join(checkout, 'config/environments.ts');

let aws: FakeAws;

beforeAll(async () => {
  copyProject(checkout);
  for (const file of ['environments', 'routes']) {
    const text = readFileSync(join(ROOT, `test/fixtures/config/${file}.ts`), 'utf8').replaceAll("'../../../", "'../");
    writeFileSync(join(checkout, `config/${file}.ts`), text);
  }
  editConfig(/example\.com/g, 'example.io');
  editConfig(/replace[-_]with[-_]/g, '');
  editConfig('111111111111', ACCOUNT);
  execFileSync('git', ['init', '--quiet'], { cwd: checkout });
  origin('github.com/team/api');
  aws = await FakeAws.start();
  expect(await runForAws(CDK, 'bootstrap', '-c', 'env=prod')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await aws?.stop();
  rmSync(checkout, { recursive: true, force: true });
});

function editConfig(from: string | RegExp, to: string): void {
  const before = readFileSync(CONFIG, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(CONFIG, after);
}

function origin(repository: string): void {
  execFileSync('git', ['config', 'remote.origin.url', `https://${repository}.git`], { cwd: checkout });
}

function runForAws(...args: readonly string[]) {
  const env = {
    HOME: checkout,
    // What CloudFormation's own rules say is asked in test/lib/build-app.test.ts; they take seconds.
    CDK_VALIDATION: 'false',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: aws.url,
  };
  return run(args, env, checkout);
}

/** Deploys as people do, without asking the issuer, which is not there. */
const deploy = (...args: readonly string[]) =>
  runForAws('--import', 'tsx', 'bin/deploy.ts', '--no-preflight', '--require-approval', 'never', ...args);

/** Destroys what the last deployment synthesized. */
const destroy = () => runForAws(CDK, 'destroy', '--force', '--app', 'cdk.out');

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
  const given = (host: string, ids: string) => ['-c', `issuer=https://${host}/oauth2/token`, '-c', `clientId=${ids}`];
  const created = await deploy(...given('is.example.io', 'one'));
  expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is deployed yet') });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'one'));

  aws.actions.length = 0;
  const other = given('new.example.io', 'one,two');
  const refused = await deploy(...other);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    'issuer — got "https://new.example.io/oauth2/token", where "https://is.example.io/oauth2/token" is deployed — expected the same: every token that is out is refused with 401',
  );
  // It read, and changed nothing.
  expect(new Set(aws.actions)).toEqual(new Set(['GetCallerIdentity', 'AssumeRole', 'DescribeStacks', 'GetTemplate']));

  const moved = await deploy(...other, '--accept', 'new-issuer');
  expect(moved).toMatchObject({ code: 0, stderr: expect.stringContaining(PASSED) });
  expect(authorizer(stack)).toEqual(jwt('https://new.example.io/oauth2/token', 'one', 'two'));

  const template = aws.template(stack);
  aws.actions.length = 0;
  const again = await runForAws(CDK, 'deploy', '--require-approval', 'never', '--app', 'cdk.out');
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('(no changes)') });
  expect(aws.actions).not.toContain('ExecuteChangeSet');
  expect(aws.template(stack)).toEqual(template);

  expect(await destroy()).toMatchObject({ code: 0 });
  expect(() => aws.template(stack)).toThrow('no change set');
});

test('prod gets out of a first deployment that failed as the handbook says, is changed, kept from another repository, and destroyed', async () => {
  const stack = `${project}-prod`;
  const prod = ['-c', 'env=prod'];
  aws.cloudFormation.creation = 'ROLLBACK_COMPLETE';
  expect(await deploy(...prod)).toMatchObject({ code: 1 });

  aws.cloudFormation.creation = 'CREATE_COMPLETE';
  const stuck = await deploy(...prod);
  expect(stuck.code).toBe(1);
  expect(stuck.stderr).toContain(
    `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stack}, and deploy again`,
  );
  await unprotect(stack);
  // What the first deployment synthesized is there still.
  expect(await deploy(...prod, '--app', 'cdk.out')).toMatchObject({ code: 0 });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'prod_client_id'));

  editConfig("['prod_client_id']", "['prod_client_id', 'two']");
  editConfig('rateLimit: 500', 'rateLimit: 400');
  origin('github.com/other/api');
  const foreign = await deploy(...prod);
  expect(foreign.code).toBe(1);
  expect(foreign.stderr).toContain(`the stack ${stack} — got one of the repository "github.com/team/api" — `);
  origin('github.com/team/api');
  const changed = await deploy(...prod);
  expect(changed).toMatchObject({ code: 0, stderr: expect.stringContaining(PASSED) });
  expect(authorizer(stack)).toEqual(jwt('https://is.example.io/oauth2/token', 'prod_client_id', 'two'));

  await unprotect(stack);
  expect(await destroy()).toMatchObject({ code: 0 });
  expect(() => aws.template(stack)).toThrow('no change set');
});

test('the roles that deploy are deployed, and not over those of another repository', async () => {
  const deployRole = (repository: string) =>
    runForAws(
      ...['--import', 'tsx', 'bin/deploy-role.ts', '--require-approval', 'never'],
      ...['-c', `repository=${repository}`, '-c', 'environments=dev,prod'],
    );
  expect(await deployRole('team/api')).toMatchObject({ code: 0 });
  const { Resources } = aws.template(`${project}-deploy-role`);
  expect(JSON.stringify(Resources)).toContain('repo:team/api:environment:prod');

  const foreign = await deployRole('other/api');
  expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('got one whose roles trust team/api') });
  expect(aws.template(`${project}-deploy-role`).Resources).toEqual(Resources);
});

test('npm run deploy without credentials says so in one line, and deploys nothing', async () => {
  aws.actions.length = 0;
  const given = ['-c', 'issuer=https://is.example.io/oauth2/token', '-c', 'clientId=one'];
  const { code, stdout, stderr } = await run(['--import', 'tsx', 'bin/deploy.ts', '--no-preflight', ...given], {
    HOME: checkout,
    AWS_ENDPOINT_URL: aws.url,
    // Of AWS's clients, on a release of Node that they will not support for long.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringContaining('--no-preflight'),
    expect.stringMatching(
      /^AWS credentials — got "CredentialsProviderError: .+" — expected some that AWS takes — log in \(.+\), set AWS_PROFILE, or give --profile NAME$/,
    ),
  ]);
  expect(aws.actions).toEqual([]);
});
