import { runDeploy } from '../../bin/deploy/run-deploy';
import { configOf } from '../../bin/support/config-flags';
import { createRsaKey, jwkOf } from '../local/gateway/authorizer/minting';
import { DISCOVERY, ISSUER, JWKS, METADATA, serveIssuer, status } from './preflight/issuer-server';

const ARGS = ['-c', `issuer=${ISSUER}`, '-c', 'clientId=abc', '--require-approval', 'never'];
const USUAL = { [DISCOVERY]: METADATA, [JWKS]: { keys: [jwkOf(createRsaKey('one'))] } };

const server = serveIssuer(USUAL);

/** Deploys with a CDK that takes down how it was called, and ends with 7. */
async function deploy(...args: readonly string[]) {
  const errors: string[] = [];
  const cdk = jest.fn<number, string[]>(() => 7);
  const config = configOf([`issuer=${ISSUER}`, 'clientId=abc']);
  const code = await runDeploy(config, args, {
    err: (line) => errors.push(line),
    cdk,
    now: Date.now,
    world: server().world,
  });
  return { code, errors, calls: cdk.mock.calls };
}

test('deploys what passes preflight, and ends as the CDK does', async () => {
  expect(await deploy(...ARGS)).toEqual({
    code: 7,
    errors: [`API Gateway will accept ${ISSUER}`],
    calls: [['deploy', ...ARGS]],
  });
});

test('does not call the CDK where preflight fails', async () => {
  server().answers = { ...USUAL, [JWKS]: status(503) };
  const { code, errors, calls } = await deploy(...ARGS);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(errors).toContain('FAIL  keys: answer                     status 503');
  expect(errors.at(-1)).toBe(
    'nothing was deployed — got a failed preflight — expected it to pass — mend what it names, or give --no-preflight',
  );
});

test('skips preflight when told so, says it, and keeps the flag from the CDK', async () => {
  server().answers = {};
  expect(await deploy('--no-preflight', ...ARGS)).toEqual({
    code: 7,
    errors: [`not looked at, because of --no-preflight: whether API Gateway will accept ${ISSUER}`],
    calls: [['deploy', ...ARGS]],
  });
});
