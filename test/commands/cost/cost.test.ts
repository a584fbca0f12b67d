import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COST_DOCUMENT, costCommand } from '../../../commands/cost/cost-command';
import {
  authorizerCost,
  type Estimate,
  estimate,
  mirrorCost,
  monthlyCost,
  standingCharges,
} from '../../../commands/cost/estimate';
import { estimateText } from '../../../commands/cost/estimate-text';
import { type AwsPrice, costOf, PRICES } from '../../../commands/cost/prices';
import { quotasOf } from '../../../commands/cost/quotas';
import { functionLines, logBytes } from '../../../commands/cost/sample-lines';
import { configOf } from '../../../commands/project/config-flags';
import { type StackTemplate, templateOf } from '../../../commands/project/template';
import { environments } from '../../../config/environments';
import { handler } from '../../../lambda/handler';
import type { Monitoring } from '../../../lib/config/features';
import { resolveConfig } from '../../../lib/config/resolve';
import { is7User } from '../../lambda/support/claims';
import { context, eventOf } from '../../lambda/support/events';
import { captureOutput } from '../../lambda/support/output';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { synthesizeMirror } from '../../support/synth';
import { invoke } from '../support/invoke';

const prod = configOf(['env=prod']);
const dev = configOf(['env=dev']);
const template = templateOf(prod);
const load = { durationMs: 20, memoryMiB: 512, responseBytes: 1000 };

describe('the prices', () => {
  test.each(Object.entries<AwsPrice>(PRICES))('%s has a source of AWS, a day, and tiers that rise', (_name, price) => {
    expect(price.source).toMatch(/^https:\/\/(aws\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\//);
    expect(price.read ?? '2026-01-01').toMatch(/^2026-\d\d-\d\d$/);
    const ends = price.tiers.map(({ upTo = Number.POSITIVE_INFINITY }) => upTo);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends.at(-1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are applied tier by tier', () => {
    // API Gateway's own example: 432 million requests are 300 at one dollar and 132 at 90 cents.
    expect(costOf(PRICES.httpApiRequest, 432_000_000)).toBeCloseTo(418.8);
    expect(costOf(PRICES.logsTakenIn, 10_240 + 20_480 + 20_480 + 100)).toBeCloseTo(5120 + 5120 + 2048 + 5);
    expect(costOf(PRICES.dashboard, 0)).toBe(0);
  });
});

describe('the lines that are measured', () => {
  const output = captureOutput();

  test('have the fields that the function writes, and those of a trace', async () => {
    await handler(
      eventOf('POST /quotes', {
        claims: is7User,
        scopes: ['quotes:write'],
        body: JSON.stringify({
          origin: 'DE',
          destination: 'LK',
          service: 'express',
          pieces: [{ weightKg: 2.3, lengthCm: 30, widthCm: 30, heightCm: 20 }],
        }),
      }),
      context,
    );
    const written = output.lines().map((line) => Object.keys(line));
    const sampled = functionLines('orders-prod').map((line) => Object.keys(JSON.parse(line)));
    expect(sampled.map((keys) => keys.filter((key) => key !== 'xray_trace_id').sort())).toEqual(
      written.map((keys) => keys.sort()),
    );
  });

  test('are the access log’s in the format of the template', () => {
    const [[id, stage] = ['', { Type: '' }]] = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::ApiGatewayV2::Stage',
    );
    const withFormat = (Format: string) =>
      logBytes({ Resources: { [id]: { ...stage, Properties: { AccessLogSettings: { Format } } } } }, 'orders-prod')
        .access;
    expect(withFormat('{"status":"$context.status"}')).toBe('{"status":"200"}'.length);
    expect(withFormat('$context.authorizer.claims.sub')).toBe(36);
    expect(logBytes(template, 'orders-prod').access).toBeGreaterThan(400);
  });
});

describe('a month', () => {
  const usd = (config: typeof prod, of: typeof template, rate: number) =>
    Object.fromEntries(monthlyCost(config, of, load, rate).map(({ name, usd: each }) => [name, each]));

  test('of 1,000 requests a second costs what the prices say', () => {
    const month = usd(prod, template, 1_000);
    const requests = 2_628_000_000;
    expect(month).toMatchObject({
      'API Gateway: requests': expect.closeTo(300 + 2_328 * 0.9),
      'Lambda: requests': expect.closeTo(525.6),
      'Lambda: duration': expect.closeTo(requests * 0.02 * 0.5 * 0.0000133334),
      Traces: expect.closeTo((1 + 0.05 * 999) * 2_628_000 * 0.000005),
      Dashboard: 3,
      'Key of the alarms': 1,
    });
  });

  test('costs the same for what does not depend on the requests', () => {
    const standing = ({ Dashboard, 'Key of the alarms': key }: Record<string, number>) => [Dashboard, key];
    expect(standing(usd(prod, template, 10))).toEqual(standing(usd(prod, template, 10_000)));
  });

  test('has no alarms, dashboard or key where nothing is watched', () => {
    expect(Object.keys(usd(dev, templateOf(dev), 10))).toEqual([
      'API Gateway: requests',
      'Lambda: requests',
      'Lambda: duration',
      'Logs: taken in',
      'Logs: kept',
      'Traces',
      'Data to the internet',
      expect.stringMatching(/^Metrics/),
    ]);
  });

  test('of a mirror is the same at any rate: runs, metrics, alarms, and the key of its topic', () => {
    const runs = 12 * 730;
    const usdOf = (monitoring?: Monitoring) =>
      mirrorCost(synthesizeMirror({ monitoring }).toJSON() as StackTemplate).usd;
    const quiet = usdOf();
    expect(quiet).toBeCloseTo(runs * (0.0000002 + 0.25 * 0.0000133334) + 3 * 0.3 + 3 * 0.1);
    expect(usdOf({})).toBeCloseTo(quiet + 1);
    const config = configOf(['env=dev']);
    const { steps } = estimate(config, templateOf(config), load, synthesizeMirror().toJSON() as StackTemplate);
    expect(steps.map(({ items }) => items.at(-1))).toEqual(
      steps.map(() => ({ name: 'Mirror of the issuer', usd: expect.closeTo(quiet) })),
    );
  });

  test('counts each metric that an alarm is made of', () => {
    // Seven alarms with one metric, two with a share of all requests; eleven filters, and one count of the function alone.
    expect(standingCharges(template)).toEqual({
      metrics: 11 + 1 + 3 * (6 + 3),
      alarmMetrics: 11,
      dashboards: 1,
      keys: 1,
    });
  });
});

describe('several functions', () => {
  const config = resolveConfig({
    project: 'orders',
    environments: { prod: { ...environments.prod, reservedConcurrency: undefined, gradualDelivery: undefined } },
    functions: [
      { name: 'quotes', entry: 'lambda/handler.ts', memoryMiB: 256, reservedConcurrency: 100 },
      { name: 'reports', entry: 'lambda/handler.ts', memoryMiB: 1024, architecture: 'x86_64' },
    ],
    routes: ['/a', '/b', '/c', '/d'].map((path, index) => ({
      method: 'GET',
      path,
      access: { scopes: ['read'] },
      ...(index === 3 && { function: 'reports' }),
    })),
    context: { env: 'prod' },
  });
  const estimated = estimate(config, templateOf(config), { durationMs: 20, responseBytes: 1000 });

  test('cost by the share of the routes that each answers, its memory and its processors', () => {
    const seconds = 1_000 * 2_628_000 * 0.02;
    const [duration] = (estimated.steps[2]?.items ?? []).filter(({ name }) => name === 'Lambda: duration');
    expect(duration?.usd).toBeCloseTo(seconds * (0.75 * 0.25 * 0.0000133334 + 0.25 * 1 * 0.0000166667), 0);
    const text = estimateText(estimated);
    expect(text).toContain('each route as often as any other, in 20 ms with 256 MiB (quotes), 1,024 MiB (reports);');
    expect(text).toContain('Lambda duration, x86_64');
    expect(estimateText(estimate(prod, template, load))).not.toContain('x86_64');
  });

  test('have a limit of their own where concurrency is reserved, and share the rest', () => {
    expect(estimated.quotas.map(({ name, limit, perRequest }) => [name, limit, perRequest]).slice(2)).toEqual([
      ['reserved concurrency of quotes, invocations at once', 100, 0.015],
      ['the same, in requests/s: 10 for each', 1_000, 0.75],
      ['concurrency of the account, less what is reserved, invocations at once', 900, 0.005],
      ['the same, in requests/s: 10 for each', 9_000, 0.25],
    ]);
  });
});

test('says what it does not count: functions that no route leads to, and types that it has no price for', () => {
  const Resources = {
    ...template.Resources,
    Table: { Type: 'AWS::DynamoDB::GlobalTable' },
    Queue: { Type: 'AWS::SQS::Queue' },
    Failed: { Type: 'AWS::SQS::Queue' },
    Worker: { Type: 'AWS::Lambda::Function', Properties: {} },
  };
  expect(estimateText(estimate(prod, { Resources }, load))).toContain(
    '**Not counted**, for want of prices here: the function Worker, 1 AWS::DynamoDB::GlobalTable, 2 AWS::SQS::Queue.',
  );
  expect(estimateText(estimate(prod, template, load))).not.toContain('Not counted');
});

describe('a quota', () => {
  const environment = { ...dev.environment, throttle: { rateLimit: 200, burstLimit: 400 } };

  test('is the throttle of the environment before those of the account', () => {
    expect(quotasOf(environment, load, [{ name: 'quotes', share: 1 }]).map(({ limit }) => limit)).toEqual([
      200, 10_000, 1_000, 10_000,
    ]);
  });

  test('is what is reserved, where it is', () => {
    const quotas = quotasOf(environment, load, [{ name: 'quotes', share: 1, reservedConcurrency: 30 }]);
    expect(quotas.map(({ limit }) => limit)).toEqual([200, 10_000, 30, 300]);
    expect(quotas.map(({ perRequest }) => perRequest)).toEqual([1, 1, 0.02, 1]);
  });
});

test('a Lambda authorizer costs an invocation for each request, or for each token and time that it is remembered', () => {
  const authorizer = { durationMs: 5, memoryMiB: 1024, tokens: 600 };
  const each = 0.0000002 + 0.005 * 0.0000133334;
  expect(authorizerCost({ ...authorizer, cacheSeconds: 0 }, 100)).toBeCloseTo(100 * 2_628_000 * each);
  expect(authorizerCost({ ...authorizer, cacheSeconds: 300 }, 100)).toBeCloseTo(2 * 2_628_000 * each);
  expect(authorizerCost({ ...authorizer, cacheSeconds: 300 }, 1)).toBeCloseTo(2_628_000 * each);
});

describe('npm run cost', () => {
  test('takes another environment and another load, and prints one JSON value', async () => {
    const { code, out } = await invoke(costCommand, ['-c', 'env=dev', '--duration-ms', '40', '--json']);
    const result: Estimate = JSON.parse(out);
    expect(code).toBe(0);
    expect(result).toMatchObject({
      environment: 'dev',
      load: { durationMs: 40 },
      functions: [{ name: 'quotes', memoryMiB: 256 }],
    });
    expect(result.steps.map(({ requestsPerSecond }) => requestsPerSecond)).toEqual([10, 100, 1_000, 10_000]);
    for (const { items, totalUsd } of result.steps) {
      expect(items.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(totalUsd);
    }
  });

  test('says all that is wrong with its numbers at once', async () => {
    const { code, err } = await invoke(costCommand, ['--duration-ms', '0', '--memory-mib', 'much']);
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([
      expect.stringContaining('--duration-ms — got "0" — expected a number above 0'),
      expect.stringContaining('--memory-mib — got "much" — expected a number above 0'),
    ]);
  });

  test('writes between the markers and leaves the rest alone', async () => {
    const root = tempFolder({ [COST_DOCUMENT]: 'before\n<!-- cost -->\nof yesterday\n<!-- /cost -->\nafter\n' });
    expect(await invoke(costCommand, [], { root })).toMatchObject({
      code: 0,
      out: `wrote ${COST_DOCUMENT}\n`,
    });
    const written = readFileSync(join(root, COST_DOCUMENT), 'utf8');
    expect(written).toMatch(/^before\n<!-- cost -->\n\nUS dollars a month[\s\S]+\n\n<!-- \/cost -->\nafter\n$/);
    expect(written).not.toContain('of yesterday');
  });

  test.each([
    ['no markers', 'nothing'],
    ['one marker', '<!-- cost -->'],
    ['the wrong order', '<!-- /cost --> <!-- cost -->'],
    ['two blocks', '<!-- cost --><!-- /cost --><!-- cost --><!-- /cost -->'],
  ])('writes nothing into a file with %s', async (_what, content) => {
    const root = tempFolder({ [COST_DOCUMENT]: content });
    const { code, err } = await invoke(costCommand, [], { root });
    expect(code).toBe(1);
    expect(err).toContain('expected <!-- cost --> and after it <!-- /cost -->, each once');
    expect(readFileSync(join(root, COST_DOCUMENT), 'utf8')).toBe(content);
  });
});
