import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../examples/lifted/cdk.json';
import { ShopStack } from '../../examples/lifted/shop-stack';
import { RouteGuard } from '../../lib/api/route-guard';
import { type Ready, start } from '../commands/support/started';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { addressOf, type FakeDynamoDb, startFakeDynamoDb } from '../support/fake-dynamodb';
import { ROOT } from '../support/run';

jest.setTimeout(120_000);

const { issuer, clientId } = cdkJson.context;
const app = new App({
  outdir: join(tempFolder({}), 'cdk.out'),
  builtinCloudFormationValidation: false,
  context: cdkJson.context,
});
Validations.of(app).addPlugins(new RouteGuard());
const stack = new ShopStack(app, 'Shop', { issuer, clientId });
const assembly = app.synth().directory;
const template = Template.fromStack(stack);

describe('the template of examples/lifted', () => {
  test('has one integration and one permission for each of its three functions', () => {
    template.resourceCountIs('AWS::Lambda::Function', 3);
    template.resourceCountIs('AWS::ApiGatewayV2::Integration', 3);
    template.resourceCountIs('AWS::Lambda::Permission', 3);
  });

  test('has an API that is named after the stack and the construct', () => {
    const [api] = Object.values(template.findResources('AWS::ApiGatewayV2::Api'));
    expect(api?.['Properties'].Name).toMatch(/^Shop-Http-\w+$/);
  });
});

test('examples/lifted takes nothing of this app but lib/api', () => {
  const imports = ['app.ts', 'shop-stack.ts'].flatMap((name) =>
    [...readFileSync(join(ROOT, 'examples/lifted', name), 'utf8').matchAll(/from '(\.\.[^']*)'/g)].map(
      ([, path]) => path,
    ),
  );
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((path) => !path?.startsWith('../../lib/api/'))).toEqual([]);
});

test('the README of examples/lifted installs what the project has', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const readme = readFileSync(join(ROOT, 'examples/lifted/README.md'), 'utf8');
  const [line = ''] = /^npm install --save-exact .*$/m.exec(readme) ?? [];
  const installed = [...line.matchAll(/ ([a-z-]+)@(\S+)/g)].map(([, name = '', version]) => [name, version] as const);
  expect(installed.map(([name]) => name)).toEqual(['aws-cdk-lib', 'constructs', 'zod', 'tsx', 'aws-cdk']);
  for (const [name, version] of installed) {
    expect([name, version]).toEqual([name, dependencies[name] ?? devDependencies[name]]);
  }
});

describe('npm start -- --assembly, of examples/lifted', () => {
  let ready: Ready;
  let dynamodb: FakeDynamoDb;
  beforeAll(async () => {
    dynamodb = await startFakeDynamoDb();
    const file = join(tempFolder({ '.env': addressOf(dynamodb) }), '.env');
    ({ ready } = await start('--assembly', assembly, '--function-env', file));
  });
  afterAll(() => dynamodb.close());

  const call = async (method: string, path: string, token?: string) => {
    const response = await fetch(ready.url + path, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${ready.tokens[token]}` },
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, string>> };
  };

  test('an order is written to the table, and read from it', async () => {
    const added = await call('POST', '/orders', 'valid');
    expect(added).toMatchObject({ status: 201, body: { customer: clientId } });
    expect([...dynamodb.items.keys()]).toEqual([expect.stringMatching(/^Orders/)]);
    expect(await call('GET', `/orders/${added.body['id']}`, 'valid')).toEqual({ status: 200, body: added.body });
    expect(await call('GET', '/orders/0', 'valid')).toMatchObject({ status: 404 });
  });

  test('the function behind an alias is told who calls', async () => {
    expect(await call('GET', '/stock', 'valid')).toEqual({ status: 200, body: { pears: 12, askedBy: clientId } });
  });

  test('the function in Python is 501, and named', async () => {
    const { status, body } = await call('GET', '/report', 'valid');
    expect(status).toBe(501);
    expect(body['reason']).toMatch(/^Shop\/ReportFunction\w+: Runtime python3\.13 is not emulated$/);
  });

  test.each(['/stock', '/orders/1', '/report'])('%s is closed to whoever has no token', async (path) => {
    expect(await call('GET', path)).toEqual({ status: 401, body: { message: 'Unauthorized' } });
  });
});
