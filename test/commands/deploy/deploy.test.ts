import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdkJson from '../../../cdk.json';
import { createDeployCommand, type DeployWorld } from '../../../commands/deploy/deploy-command';
import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addStack } from '../../../lib/add-stack';
import { resolveConfig } from '../../../lib/config/resolve';
import { type Program, startProgram } from '../../support/program';
import { ROOT, run } from '../../support/run';
import { testApp } from '../../support/synth';
import { invoke } from '../support/invoke';
import { ACCOUNT, FakeAws } from './fake-aws';

jest.setTimeout(120_000);

/** The values that a fresh clone is given instead of an edited file. */
const GIVEN = { issuer: 'https://is.example.com/oauth2/token', clientId: 'abc' };

const home = mkdtempSync(join(tmpdir(), 'deploy-'));
/** Cloud assemblies, synthesized once for all tests: of GIVEN, and of a fresh clone that is given nothing. */
const [given, nothing] = [join(home, 'given'), join(home, 'nothing')];
let aws: FakeAws;
let cli: Program;

beforeAll(async () => {
  synthesize(nothing, {}, false);
  synthesize(given, GIVEN, true);
  aws = await FakeAws.start();
  cli = startProgram(join(__dirname, 'cdk-program.js'), forAws(), ROOT);
});
afterAll(async () => {
  await aws?.stop();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  aws.actions.length = 0;
});

/** @param bundle true where the deployment gets as far as the function's code */
function synthesize(outdir: string, context: Readonly<Record<string, string>>, bundle: boolean): void {
  const app = testApp({ outdir, bundle });
  const config = resolveConfig({ project, environments, routes, functions, context });
  addStack(app, config, { account: ACCOUNT, region: 'eu-west-1' });
  app.synth();
}

function forAws(): Record<string, string> {
  return {
    HOME: home,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_S3: aws.url,
  };
}

const cdkDeploy = (assembly: string) => cli.run('deploy', '--require-approval', 'never', '--app', assembly);

test('a deploy to where nobody has bootstrapped says so, and creates nothing', async () => {
  const { code, stderr } = await cdkDeploy(given);
  expect(code).toBe(1);
  expect(stderr).toContain(`not found in aws://${ACCOUNT}/eu-west-1. Has the environment been bootstrapped?`);
  expect(aws.actions).not.toContain('CreateChangeSet');
});

test('cdk deploy itself stops before it creates anything for a laptop', async () => {
  const { code, stderr } = await cdkDeploy(nothing);
  expect(code).toBe(1);
  expect(stderr).toContain('Could not assume role in target account');
  expect(aws.actions).not.toContain('CreateChangeSet');
});

const UNREACHABLE =
  '-c env — got "local", whose issuer is https://localhost:9443/oauth2/token — expected an environment whose issuer API Gateway reaches over the internet — choose another: npm run deploy -- -c env=dev|prod, or give -c issuer=https://… -c clientId=…';

test('npm run deploy of nothing, on a fresh clone, whose issuer API Gateway cannot reach, is refused before it asks AWS for anything', async () => {
  const { code, stdout, stderr } = await run(['--require', './commands/kit/typescript.cjs', 'bin/deploy.ts'], forAws());
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${UNREACHABLE}\n` });
  expect(aws.actions).toEqual([]);
});

test.each<[string, string[], string[]]>([
  ['an issuer that API Gateway cannot reach', ['-c', 'env=local'], [UNREACHABLE]],
  [
    'an environment that is not there',
    ['-c', 'env=nope'],
    [
      'the configuration has 1 fault',
      '  -c env — got "nope" — expected one of local, dev, prod, or a preview of dev: pr-N, ',
    ],
  ],
  [
    'several faults at once',
    ['-c', 'env=dev', '--context=issuer=http://is.example.com/', '-c', 'clientId='],
    ['the configuration has 3 faults', '  -c issuer', '  -c issuer', '  -c clientId'],
  ],
])('npm run deploy of %s is refused before it asks anybody for anything', async (_, args, lines) => {
  const asked = jest.fn();
  const world = new Proxy({} as DeployWorld, { get: () => asked });
  const { code, out, err } = await invoke(createDeployCommand(world), args);
  expect(code).toBe(1);
  expect(err.split('\n')).toEqual([...lines.map((line) => expect.stringContaining(line)), '']);
  expect(out).toBe('');
  expect(asked).not.toHaveBeenCalled();
});

test('cdk.json has the CDK CLI send nothing about its use', () => {
  // It asks the context, and not what stands beside it.
  const { canCollectTelemetry } = require(join(ROOT, 'node_modules/aws-cdk/lib/cli/telemetry/collect-telemetry.js'));
  expect(canCollectTelemetry({ _: ['diff'] }, new Map(Object.entries(cdkJson.context)))).toBe(false);
});
