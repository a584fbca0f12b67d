import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { run } from '../../support/run';
import { FakeAws } from './fake-aws';

// Every step is a process of its own that loads the CDK.
jest.setTimeout(600_000);

const CDK = 'node_modules/aws-cdk/bin/cdk';
const ISSUER = 'https://is.example.com/oauth2/token';

const home = mkdtempSync(join(tmpdir(), 'life-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let aws: FakeAws;
afterEach(() => aws.stop());

function runForAws(...args: readonly string[]) {
  return run(args, {
    HOME: home,
    // What CloudFormation's own rules say is asked in test/lib/build-app.test.ts; they take seconds.
    CDK_VALIDATION: 'false',
    // Another key for each account: the CDK remembers whose a key is.
    AWS_ACCESS_KEY_ID: `KEY${aws.account}`,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: aws.url,
  });
}

/** Deploys as people do, without asking the issuer, which is not there. */
const deploy = (...args: readonly string[]) =>
  runForAws('--import', 'tsx', 'bin/deploy.ts', '--no-preflight', '--require-approval', 'never', ...args);

const bootstrap = (account: string) => runForAws(CDK, 'bootstrap', `aws://${account}/eu-west-1`, '-c', 'env=dev');

const PASSED = 'what is deployed can take the edit';

async function unprotect(stackName: string): Promise<void> {
  const client = new CloudFormationClient({
    region: 'eu-west-1',
    endpoint: aws.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new UpdateTerminationProtectionCommand({ StackName: stackName, EnableTerminationProtection: false }),
  );
  client.destroy();
}

test.each([['dev', '123456789012', false]])(
  '%s is bootstrapped, deployed, changed, moved to another issuer only when told, and destroyed',
  async (env, account, isProtected) => {
    aws = await FakeAws.start(account);
    const stack = `wso2-http-api-${env}`;
    const given = ['-c', `env=${env}`, '-c', `issuer=${ISSUER}`];
    const authorizer = () =>
      Object.values(aws.template(stack).Resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer')
        ?.Properties;
    const jwt = (Issuer: string, ...Audience: string[]) =>
      expect.objectContaining({ JwtConfiguration: { Issuer, Audience } });
    expect(await bootstrap(account)).toMatchObject({ code: 0 });

    const created = await deploy(...given, '-c', 'clientId=one');
    expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is deployed yet') });
    expect(authorizer()).toEqual(jwt(ISSUER, 'one'));

    const changed = await deploy(...given, '-c', 'clientId=one,two');
    expect(changed).toMatchObject({ code: 0, stderr: expect.stringContaining(PASSED) });
    expect(authorizer()).toEqual(jwt(ISSUER, 'one', 'two'));

    const other = ['-c', `env=${env}`, '-c', 'issuer=https://new.example.com/oauth2/token', '-c', 'clientId=one,two'];
    aws.actions.length = 0;
    const moved = await deploy(...other);
    expect(moved.code).toBe(1);
    expect(moved.stderr).toContain(
      `issuer — got "https://new.example.com/oauth2/token", where "${ISSUER}" is deployed — expected the same: every token that is out is refused with 401`,
    );
    // It read, and changed nothing.
    expect(new Set(aws.actions)).toEqual(new Set(['GetCallerIdentity', 'AssumeRole', 'DescribeStacks', 'GetTemplate']));
    expect(await deploy(...other, '--accept', 'new-issuer')).toMatchObject({ code: 0 });
    expect(authorizer()).toEqual(jwt('https://new.example.com/oauth2/token', 'one', 'two'));

    const destroy = () => runForAws(CDK, 'destroy', '--force', ...other);
    if (isProtected) {
      expect(await destroy()).toMatchObject({ code: 1, stderr: expect.stringContaining('TerminationProtection') });
      await unprotect(stack);
    }
    expect(await destroy()).toMatchObject({ code: 0 });
    expect(() => aws.template(stack)).toThrow('no change set');
  },
);

test('npm run deploy without credentials says so in one line, and deploys nothing', async () => {
  aws = await FakeAws.start();
  const args = ['--import', 'tsx', 'bin/deploy.ts', '--no-preflight', '-c', `issuer=${ISSUER}`, '-c', 'clientId=one'];
  const { code, stdout, stderr } = await run(args, {
    HOME: home,
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
