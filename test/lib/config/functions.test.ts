import { environments, project } from '../../../config/environments';
import { ConfigurationError } from '../../../lib/check/fault';
import type { ResolvedFunction } from '../../../lib/config/function';
import { isInProject } from '../../../lib/config/function-code';
import { resolveConfig } from '../../../lib/config/resolve';

const QUOTES = { name: 'quotes', entry: 'lambda/handler.ts' };
const REPORTS = { name: 'reports', entry: 'lambda/handler.ts' };
const VPC = { id: 'vpc-0123456789abcdef0', subnetIds: ['subnet-0123456789abcdef0'] };

interface Given {
  readonly functions?: readonly object[];
  readonly environment?: object;
  readonly routes?: readonly object[];
}

const route = (path: string, more: object = {}) => ({ method: 'GET', path, access: { scopes: ['a'] }, ...more });

function resolve({
  functions = [QUOTES, REPORTS],
  environment = {},
  routes = [route('/a'), route('/b', { function: 'reports' })],
}: Given) {
  return resolveConfig({
    project,
    environments: { dev: { ...environments.dev, ...environment } },
    functions,
    routes,
    context: { env: 'dev' },
    isThere: isInProject,
    // biome-ignore lint/suspicious/noExplicitAny: what no type lets through is refused, too
  } as any);
}

function faultsOf(given: Given): string[] {
  try {
    resolve(given);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message.split('\n  ').slice(1);
    }
    throw error;
  }
  return [];
}

const second = (given: Given): ResolvedFunction | undefined => resolve(given).functions[1];

describe('a function', () => {
  test('has the values of the environment, which hold for all', () => {
    const environment = {
      functionMemoryMiB: 512,
      functionTimeoutSeconds: 5,
      reservedConcurrency: 7,
      logLevel: 'WARN',
      monitoring: {},
      gradualDelivery: {},
    };
    expect(second({ environment })).toEqual({
      name: 'reports',
      code: { entry: 'lambda/handler.ts' },
      memoryMiB: 512,
      timeoutSeconds: 5,
      reservedConcurrency: 7,
      variables: {},
      logLevel: 'WARN',
      vpc: undefined,
      architecture: 'arm64',
      gradualDelivery: { strategy: 'canary-10-percent-10-minutes' },
    });
  });

  test('has its own values before those, and what the environment says of it before its own', () => {
    const functions = [
      QUOTES,
      { ...REPORTS, memoryMiB: 256, timeoutSeconds: 20, variables: { A1: 'file', B1: 'file' }, gradualDelivery: false },
    ];
    const environment = {
      functionMemoryMiB: 512,
      monitoring: {},
      gradualDelivery: {},
      functions: { reports: { memoryMiB: 1024, variables: { B1: 'environment' }, vpc: VPC } },
    };
    expect(resolve({ functions, environment }).functions).toMatchObject([
      { name: 'quotes', memoryMiB: 512, timeoutSeconds: 10, variables: {}, gradualDelivery: {} },
      {
        name: 'reports',
        memoryMiB: 1024,
        timeoutSeconds: 20,
        variables: { A1: 'file', B1: 'environment' },
        vpc: VPC,
        gradualDelivery: undefined,
      },
    ]);
  });

  test.each<[what: string, given: Given, faults: readonly string[]]>([
    [
      'is named by no route',
      { routes: [route('/a')] },
      [
        'config/functions.ts: functions[1] (reports) — got no route — expected a route that it answers — write function: "reports" at one in config/routes.ts, or remove the function',
      ],
    ],
    [
      'is named by a route, but not there',
      { routes: [route('/a'), route('/b', { function: 'reports' }), route('/c', { function: 'report' })] },
      [
        'config/routes.ts: routes[2].function (GET /c) — got "report" — expected one of quotes, reports, the functions of config/functions.ts — did you mean reports?',
      ],
    ],
    [
      'is named by an environment, but not there',
      { environment: { functions: { invoices: {} } } },
      [
        'config/environments.ts: dev.functions.invoices — got {} — expected one of quotes, reports, the functions of config/functions.ts — name one of them, or add it there',
      ],
    ],
    [
      'is in a VPC without subnets',
      { functions: [QUOTES, { ...REPORTS, vpc: { id: VPC.id, subnetIds: [] } }] },
      [
        'config/functions.ts: functions[1].vpc.subnetIds (reports) — got [] — expected at least one subnet — add the id of a subnet of that VPC',
      ],
    ],
    [
      'is in a VPC of an environment, without subnets',
      { environment: { functions: { reports: { vpc: { id: VPC.id, subnetIds: [] } } } } },
      [
        'config/environments.ts: dev.functions.reports.vpc.subnetIds — got [] — expected at least one subnet — add the id of a subnet of that VPC',
      ],
    ],
    [
      'has a name that another one has',
      { functions: [QUOTES, { ...REPORTS, name: 'quotes' }], routes: [route('/a')] },
      [
        'config/functions.ts: functions[1].name (quotes) — got "quotes" — expected another name than that of functions[0], "quotes", hyphens aside — rename one of the two, here and at its routes in config/routes.ts',
      ],
    ],
    [
      'has more of variables than Lambda takes',
      { functions: [QUOTES, { ...REPORTS, variables: { ONE: 'x'.repeat(3582) } }] },
      [
        'config/functions.ts: functions[1].variables (reports) — got 3585 bytes in dev — expected at most 3584 bytes of names and values: Lambda takes 4096 for all, of which the project needs some — keep what is long in a parameter or an object, and give the function its name',
      ],
    ],
    [
      'has values of another type',
      { functions: [QUOTES, { ...REPORTS, variables: 'A=b', vpc: { ...VPC, subnetIds: VPC.subnetIds[0] } }] },
      [
        'config/functions.ts: functions[1].variables (reports) — got "A=b" — expected an object, { … } — write one',
        'config/functions.ts: functions[1].vpc.subnetIds (reports) — got "subnet-0123456789abcdef0" — expected a list, [ … ] — write one',
      ],
    ],
    [
      'has code that is not there, beside other faults',
      {
        functions: [
          { ...QUOTES, entry: 'lambda/nothing.ts', memoryMiB: 1 },
          { name: 'reports', folder: 'nowhere', runtime: 'python3.14', handler: 'a.b' },
        ],
        routes: [route('/a'), route('/b', { function: 'report' })],
      },
      [
        'config/functions.ts: functions[0].memoryMiB (quotes) — got 1 — expected a whole number of MiB from 128 to 10240 — write such a number',
        'config/functions.ts: functions[0].entry (quotes) — got "lambda/nothing.ts" — expected a file that is there — create it, or correct the path',
        'config/functions.ts: functions[1].folder (reports) — got "nowhere" — expected a folder that is there — create it, or correct the path',
        'config/routes.ts: routes[1].function (GET /b) — got "report" — expected one of quotes, reports, the functions of config/functions.ts — did you mean reports?',
        'config/functions.ts: functions[1] (reports) — got no route — expected a route that it answers — write function: "reports" at one in config/routes.ts, or remove the function',
      ],
    ],
    [
      'has no code',
      { functions: [QUOTES, { name: 'reports' }] },
      [
        'config/functions.ts: functions[1] (reports) — got {"name":"reports"} — expected either entry, a file to bundle, or folder, runtime and handler — write entry: \'lambda/handler.ts\', say',
      ],
    ],
    [
      'is bundled from outside lambda/',
      { functions: [QUOTES, { ...REPORTS, entry: 'lib/handler.ts' }] },
      [
        'config/functions.ts: functions[1].entry (reports) — got "lib/handler.ts" — expected a file in lambda/, as seen from the project\'s folder — write one like "lambda/handler.ts"',
      ],
    ],
    [
      'has variables that others set, or that are none',
      { functions: [QUOTES, { ...REPORTS, variables: { AWS_REGION: 'x', 'A-B': 'y', MAX_BODY_BYTES: '1' } }] },
      [
        'config/functions.ts: functions[1].variables.AWS_REGION (reports) — got "x" — expected no variable that Lambda or this project sets — rename it',
        'config/functions.ts: functions[1].variables.A-B (reports) — got "y" — expected a name of letters, digits and _, a letter first — rename it',
        'config/functions.ts: functions[1].variables.MAX_BODY_BYTES (reports) — got "1" — expected no variable that Lambda or this project sets — rename it',
      ],
    ],
    [
      'may run for longer than API Gateway waits',
      { functions: [QUOTES, { ...REPORTS, timeoutSeconds: 60 }] },
      [
        "config/functions.ts: functions[1].timeoutSeconds (reports) — got 60 — expected less than the integration's timeout of 29 seconds in dev — shorten it, or API Gateway answers 503 before the function can say why it is slow",
      ],
    ],
    [
      'is delivered little by little where no alarm moves callers back',
      { environment: { functions: { reports: { gradualDelivery: {} } } } },
      [
        'config/environments.ts: dev.functions.reports.gradualDelivery — got {"strategy":"canary-10-percent-10-minutes"} — expected monitoring beside it in dev, whose alarms are what moves callers back — add monitoring: {} to dev, or remove gradualDelivery',
      ],
    ],
    [
      'has members that there are none of',
      { functions: [QUOTES, { ...REPORTS, memory: 256 }] },
      [
        'config/functions.ts: functions[1].memory (reports) — got 256 — expected no such member — correct its name, or remove it: lib/config/function.ts lists them all',
      ],
    ],
  ])('that %s is refused', (_what, given, faults) => {
    expect(faultsOf(given)).toEqual(faults);
  });

  test('is refused with everything else that is wrong, at once', () => {
    const faults = faultsOf({
      functions: [QUOTES, { ...REPORTS, vpc: { id: VPC.id, subnetIds: [] } }],
      routes: [route('/a', { function: 'nobody' }), route('/b/')],
      environment: { issuer: 'http://is.example.com' },
    });
    expect(faults.map((line) => line.split(' — ')[0])).toEqual([
      'config/routes.ts: routes[1].path (GET /b/)',
      'config/functions.ts: functions[1].vpc.subnetIds (reports)',
      'config/routes.ts: routes[0].function (GET /a)',
      'config/functions.ts: functions[1] (reports)',
      'config/environments.ts: dev.issuer',
    ]);
  });
});

test('an app without functions is refused', () => {
  expect(faultsOf({ functions: [] })).toEqual([
    'config/functions.ts: functions — got [] — expected at least one function — add one',
  ]);
});
