import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT, FakeAws } from '../support/fake-aws';
import { run } from '../support/run';

jest.setTimeout(120_000);

const CDK = 'node_modules/aws-cdk/bin/cdk';
const BIN_DEPLOY = ['--import', 'tsx', 'bin/deploy.ts'];

let home: string;
let aws: FakeAws;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'deploy-'));
  aws = await FakeAws.start();
});
afterEach(async () => {
  await aws.stop();
  rmSync(home, { recursive: true, force: true });
});

function deployEnv(): Record<string, string> {
  return {
    HOME: home,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: aws.url,
  };
}

test('a fresh clone bootstraps and deploys with exactly the issuer and the client id that it was given', async () => {
  const bootstrapped = await run(
    [CDK, 'bootstrap', `aws://${ACCOUNT}/eu-west-1`, '--output', join(home, 'bootstrap')],
    deployEnv(),
  );
  expect(bootstrapped).toMatchObject({ code: 0 });

  const deployed = await run(
    [
      CDK,
      'deploy',
      '-c',
      'issuer=https://is.example.com/oauth2/token',
      '-c',
      'clientId=abc',
      '--require-approval',
      'never',
      '--output',
      join(home, 'out'),
    ],
    deployEnv(),
  );
  expect(deployed).toMatchObject({ code: 0 });

  const authorizers = Object.values(aws.template('wso2-http-api-dev').Resources).filter(
    ({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer',
  );
  expect(authorizers).toEqual([
    expect.objectContaining({
      Properties: expect.objectContaining({
        JwtConfiguration: { Issuer: 'https://is.example.com/oauth2/token', Audience: ['abc'] },
      }),
    }),
  ]);
});

test('npm run deploy refuses an issuer that API Gateway cannot reach, before it asks AWS for anything', async () => {
  const { code, stderr } = await run([...BIN_DEPLOY, '-c', 'env=local'], deployEnv());
  expect(code).toBe(1);
  expect(stderr).toBe(
    'cannot deploy the environment local — its issuer is https://localhost:9443/oauth2/token — expected one that API Gateway reaches over the internet — choose another: npm run deploy -- -c env=dev|prod, or give -c issuer=https://… -c clientId=…\n',
  );
  expect(aws.actions).toEqual([]);
});

test('cdk deploy itself stops before it creates anything for a laptop', async () => {
  const { code, stderr } = await run(
    [CDK, 'deploy', '--require-approval', 'never', '--output', join(home, 'out')],
    deployEnv(),
  );
  expect(code).toBe(1);
  expect(stderr).toContain('Could not assume role in target account');
  expect(aws.actions).not.toContain('CreateChangeSet');
});

test('npm run deploy reports every fault of the configuration, without a stack trace, before it asks AWS for anything', async () => {
  const { code, stderr } = await run(
    [...BIN_DEPLOY, '-c', 'env=dev', '--context=issuer=http://is.example.com/', '-c', 'clientId='],
    deployEnv(),
  );
  expect(code).toBe(1);
  expect(stderr.split('\n').map((line) => line.split(' — ')[0])).toEqual([
    'the configuration has 3 faults',
    '  -c issuer',
    '  -c issuer',
    '  -c clientId',
    '',
  ]);
  expect(aws.actions).toEqual([]);
});
