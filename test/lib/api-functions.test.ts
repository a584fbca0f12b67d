import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../lib/config/environment';
import type { FunctionConfig, RouteConfig } from '../../lib/config/function';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { ROOT, run } from '../support/run';
import { synthesize } from '../support/synth';

const QUOTES: FunctionConfig = { name: 'quotes', entry: 'lambda/handler.ts' };
const REPORT: FunctionConfig = { name: 'daily-report', entry: 'lambda/handler.ts' };
const ACCESS = { scopes: ['a'] };
const ROUTE: RouteConfig = { method: 'GET', path: '/a', access: ACCESS };
const OF_REPORT: RouteConfig = { method: 'GET', path: '/report', access: ACCESS, function: 'daily-report' };

const stackWith = (
  report: Partial<FunctionConfig> = {},
  environment: Partial<Environment> = {},
  routes: readonly RouteConfig[] = [ROUTE, OF_REPORT],
) =>
  synthesize({ env: 'dev' }, { environment, routes, functions: [QUOTES, { ...REPORT, ...report } as FunctionConfig] });

const one = synthesize({ env: 'dev' }, { routes: [ROUTE] });
const two = stackWith();

/** The function of this name, and its logical id. */
function functionOf(template: Template, name: string): [id: string, properties: Record<string, unknown>] {
  const found = Object.entries(template.findResources('AWS::Lambda::Function')).find(
    ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
  );
  return [found?.[0] ?? '', found?.[1]['Properties'] ?? {}];
}

describe('a second function', () => {
  test('changes nothing of the first and its routes', () => {
    const { Resources } = two.toJSON();
    for (const [id, resource] of Object.entries(one.toJSON().Resources)) {
      expect([id, Resources[id]]).toEqual([id, resource]);
    }
  });

  test('has a role, a log, an integration and a permission of its own', () => {
    const added = Object.keys(two.toJSON().Resources).filter((id) => !(id in one.toJSON().Resources));
    expect(added.map((id) => two.toJSON().Resources[id].Type).sort()).toEqual([
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
    ]);
    two.hasOutput('FunctionLogGroupDailyReport', { Description: 'What the function daily-report says' });
  });

  test('is named by the routes that say so, and by no other', () => {
    const uriOf = (key: string) => {
      const [route] = Object.values(two.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: key } }));
      const integration = route?.['Properties'].Target['Fn::Join'][1][1].Ref;
      return two.toJSON().Resources[integration].Properties.IntegrationUri;
    };
    expect(uriOf('GET /report')).toEqual({ 'Fn::GetAtt': [functionOf(two, 'daily-report')[0], 'Arn'] });
    expect(uriOf('GET /a')).toEqual({ 'Fn::GetAtt': [functionOf(two, 'quotes')[0], 'Arn'] });
  });

  test('has its own memory, time, concurrency, processors, log level and variables', () => {
    const [, properties] = functionOf(
      stackWith({
        memoryMiB: 1024,
        timeoutSeconds: 20,
        reservedConcurrency: 5,
        architecture: 'x86_64',
        logLevel: 'ERROR',
        variables: { CURRENCY: 'EUR' },
      }),
      'daily-report',
    );
    expect(properties).toMatchObject({
      MemorySize: 1024,
      Timeout: 20,
      ReservedConcurrentExecutions: 5,
      Architectures: ['x86_64'],
      Environment: { Variables: { CURRENCY: 'EUR', POWERTOOLS_LOG_LEVEL: 'ERROR' } },
    });
  });

  test('is moved to a new version by itself, on its own alarms and those of the API', () => {
    const template = stackWith({ gradualDelivery: {} }, { monitoring: {} });
    const [group] = Object.values(template.findResources('AWS::CodeDeploy::DeploymentGroup'));
    const alarms = group?.['Properties'].AlarmConfiguration.Alarms.map(({ Name }: { Name: { Ref: string } }) =>
      Name.Ref.replace(/^MonitoringAlarms|[0-9A-F]{8}$/g, ''),
    );
    expect(alarms).toEqual([
      'ServerErrors',
      'Latency',
      'DailyReportFunctionErrors',
      'DailyReportFunctionFailures',
      'DailyReportFunctionDuration',
    ]);
  });

  test('has alarms of its own that name it, and a row of the dashboard', () => {
    const template = stackWith({ reservedConcurrency: 5 }, { monitoring: {} });
    const descriptions = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) =>
      String(Properties.AlarmDescription),
    );
    expect(descriptions.filter((text) => text.includes('daily-report'))).toEqual([
      expect.stringMatching(/^The function daily-report crashed .*#functionerrors$/),
      expect.stringMatching(/^The function daily-report answered 500 .*#functionfailures$/),
      expect.stringMatching(/^Lambda had no concurrency left for the function daily-report.*#functionthrottles$/),
      expect.stringMatching(/^Invocations of the function daily-report take 8000 ms.*#functionduration$/),
      expect.stringMatching(/^4 invocations of the function daily-report or more.*#functionconcurrency$/),
    ]);
    expect(descriptions.filter((text) => text.includes('function quotes'))).toHaveLength(4);
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard?.['Properties'].DashboardBody);
    for (const title of ['Function quotes: duration', 'Function daily-report: duration', 'Functions: concurrency']) {
      expect(body).toContain(title);
    }
    template.hasResourceProperties('AWS::Logs::QueryDefinition', {
      Name: Match.stringLikeRegexp('failures$'),
      LogGroupNames: [Match.anyValue(), Match.anyValue()],
    });
  });
});

describe('a function in a VPC', () => {
  const vpc = { id: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };

  test('is in its subnets and security groups, and may make its network interfaces', () => {
    const template = stackWith({ vpc: { ...vpc, securityGroupIds: ['sg-0123456789abcdef0'] } });
    expect(functionOf(template, 'daily-report')[1]['VpcConfig']).toEqual({
      SecurityGroupIds: ['sg-0123456789abcdef0'],
      SubnetIds: vpc.subnetIds,
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('DailyReport'),
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['ec2:CreateNetworkInterface']), Resource: '*' }),
        ]),
      },
    });
  });

  test('has a security group of its own where none is named, into which nothing comes', () => {
    const template = stackWith({ vpc });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      VpcId: vpc.id,
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0' })],
    });
  });
});

test('a function in another language is the folder as it stands, without what only Node.js understands', () => {
  const report = { name: 'daily-report', folder: 'docs', runtime: 'python3.13', handler: 'report.handler' };
  const [, properties] = functionOf(
    synthesize({ env: 'dev' }, { routes: [ROUTE, OF_REPORT], functions: [QUOTES, report] }),
    'daily-report',
  );
  expect(properties).toMatchObject({ Runtime: 'python3.13', Handler: 'report.handler' });
  expect(JSON.stringify(properties['Environment'])).not.toContain('NODE_OPTIONS');
});

describe('the table of a function', () => {
  const TABLE = {
    'GET /a': "{ method: 'GET', path: '/a', access: { public: 'a test' } }",
    'GET /b': "{ method: 'GET', path: '/b', access: { public: 'a test' }, function: 'other' }",
  };

  /** Faults that the compiler finds in these tables, one for each of two functions with a route each. */
  async function compile(first: string, second: string, routes = Object.values(TABLE)): Promise<string[]> {
    const folder = tempFolder({
      'config/functions.ts': `
        import type { FunctionConfig } from '${ROOT}/lib/config/function';
        export const functions = [
          { name: 'quotes', entry: 'lambda/handler.ts' },
          { name: 'other', entry: 'lambda/other.ts' },
        ] as const satisfies readonly FunctionConfig[];
        export type FunctionName = (typeof functions)[number]['name'];`,
      // The shipped file, with other routes.
      'config/routes.ts': readFileSync(join(ROOT, 'config/routes.ts'), 'utf8')
        .replace(/(?<=export const routes = )\[.*^\](?= as const)/ms, `[${routes.join(', ')}]`)
        .replace('../lib/', `${ROOT}/lib/`),
      'first.ts': `
        import type { RouteKeyOf } from './config/routes';
        export const table = ${first} satisfies Record<RouteKeyOf<'quotes'>, number>;`,
      'second.ts': `
        import type { RouteKeyOf } from './config/routes';
        export const table = ${second} satisfies Record<RouteKeyOf<'other'>, number>;`,
      'tsconfig.json': JSON.stringify({
        extends: `${ROOT}/tsconfig.json`,
        compilerOptions: { types: [] },
        files: ['first.ts', 'second.ts'],
      }),
    });
    mkdirSync(folder, { recursive: true });
    const { stdout } = await run([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {}, folder);
    return stdout.split('\n').flatMap((line) => /^(\S+)\(.*error (TS\d+)/.exec(line)?.slice(1, 3).join(' ') ?? []);
  }

  test('compiles where each route has code in the table of its function', async () => {
    expect(await compile("{ 'GET /a': 1 }", "{ 'GET /b': 1 }")).toEqual([]);
  });

  test('does not compile where a route has no code, or code has no route', async () => {
    expect(await compile('{}', "{ 'GET /b': 1, 'GET /a': 1 }")).toEqual(['first.ts TS2741', 'second.ts TS2353']);
  });

  test('does not compile where a route names no function', async () => {
    const routes = [
      ...Object.values(TABLE),
      "{ method: 'GET', path: '/c', access: { public: 'x' }, function: 'nobody' }",
    ];
    expect(await compile("{ 'GET /a': 1 }", "{ 'GET /b': 1 }", routes)).toContain('config/routes.ts TS2322');
  });
});
