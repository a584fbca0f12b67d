import { createDeployCommand } from '../../../commands/deploy/deploy-command';
import { preflightDeployment } from '../../../commands/preflight/preflight-deployment';
import type { DeployedStack } from '../../../commands/project/deployed-stack';
import type { Config } from '../../../lib/config/environment';
import { createRsaKey, jwkOf } from '../../local/authorizer/minting';
import { invoke } from '../support/invoke';
import { DISCOVERY, ISSUER, JWKS, METADATA, serveIssuer, status } from '../support/issuer-server';

const GIVEN = ['-c', `issuer=${ISSUER}`, '-c', 'clientId=abc'];
const FOR_CDK = ['AStack', '--require-approval', 'never', '--outputs-file=outputs.json', '-v'];
const USUAL = { [DISCOVERY]: METADATA, [JWKS]: { keys: [jwkOf(createRsaKey('one'))] } };

const server = serveIssuer(USUAL);
const preflight = (config: Config, now: number) =>
  preflightDeployment(config, now, { env: {} }, server().world, async () => {
    throw new Error('no concurrency is reserved');
  });
const world = {
  preflight,
  deployed: async (): Promise<DeployedStack | undefined> => undefined,
  repository: () => undefined,
};

/** Deploys with a CDK that takes down how it was called, and ends with 7. */
async function deploy(...args: readonly string[]) {
  const cdk = jest.fn<number, string[]>(() => 7);
  const { code, out, err } = await invoke(createDeployCommand({ ...world, cdk }), args);
  // It is the CDK's.
  expect(out).toBe('');
  return { code, errors: err.trimEnd().split('\n'), calls: cdk.mock.calls };
}

test('deploys what passes preflight, and ends as the CDK does, which gets its own flags', async () => {
  expect(await deploy(...FOR_CDK, ...GIVEN)).toEqual({
    code: 7,
    errors: [`API Gateway will accept ${ISSUER}`, 'nothing is deployed yet'],
    calls: [['deploy', ...GIVEN, ...FOR_CDK]],
  });
});

test('does not call the CDK where preflight fails', async () => {
  server().answers = { ...USUAL, [JWKS]: status(503) };
  const { code, errors, calls } = await deploy(...GIVEN, ...FOR_CDK);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(errors).toContain('FAIL  keys: answer                     status 503');
  expect(errors.at(-1)).toBe(
    'nothing was deployed — got a failed preflight — expected it to pass — mend what it names, or give --no-preflight',
  );
});

test('skips preflight when told so, says it, and keeps the flag from the CDK', async () => {
  server().answers = {};
  expect(await deploy('--no-preflight', ...GIVEN, ...FOR_CDK)).toEqual({
    code: 7,
    errors: [
      `not looked at, because of --no-preflight: whether API Gateway will accept ${ISSUER}`,
      'nothing is deployed yet',
    ],
    calls: [['deploy', ...GIVEN, ...FOR_CDK]],
  });
});

test('asks nobody, and deploys nothing, while the configuration holds placeholders', async () => {
  expect(await deploy('--no-preflight', '-c', 'env=dev', ...FOR_CDK)).toEqual({
    code: 1,
    errors: [
      'config/environments.ts: dev.issuer — got "https://is.dev.example.com/oauth2/token", a placeholder that nobody edited — expected the issuer of your WSO2 IS — write it there, or give -c issuer=https://HOST/oauth2/token',
      'config/environments.ts: dev.clientIds[0] — got "replace_with_dev_client_id", a placeholder that nobody edited — expected the client id of your application — write there the one that npm run register prints, or give -c clientId=ID',
    ],
    calls: [],
  });
});

test('--help says what it takes, and where the rest goes, and deploys nothing', async () => {
  const cdk = jest.fn<number, string[]>(() => 7);
  const { code, out } = await invoke(createDeployCommand({ ...world, cdk }), ['--help', ...GIVEN]);
  expect({ code, calls: cdk.mock.calls }).toEqual({ code: 0, calls: [] });
  expect(out).toMatch(/--no-preflight [\s\S]*--no-compare [\s\S]*cdk deploy\n$/);
});
