import type { Config } from '../../lib/config/environment';
import { stackNameOf } from '../../lib/config/names';
import { functionsBehind, nameOf } from '../project/functions-behind';
import { KNOWN_TYPES } from '../project/known-types';
import { resourcesOf, type StackTemplate } from '../project/template';
import { type FunctionLoad, functionLoads } from './function-load';
import { costOf, GB, PRICE_REGION, PRICES, type RequestLoad, SECONDS_PER_MONTH, STEPS } from './prices';
import { type Quota, quotasOf } from './quotas';
import { type LogBytes, logBytes } from './sample-lines';

/** The cost and the quotas of an environment at each rate. */
export interface Estimate {
  readonly environment: string;
  /** The region of the prices, whatever the environment's. */
  readonly priceRegion: string;
  readonly load: RequestLoad;
  readonly functions: readonly FunctionLoad[];
  /** The resources that no price here is for, by the names of their types. */
  readonly notCounted: readonly string[];
  readonly logBytes: LogBytes;
  readonly logRetentionDays: number;
  readonly steps: readonly Step[];
  readonly quotas: readonly Quota[];
}

/** A steady rate, around the clock. */
export interface Step {
  readonly requestsPerSecond: number;
  readonly items: readonly CostItem[];
  /** In US dollars a month. */
  readonly totalUsd: number;
  /** The cost of a Lambda authorizer on top, in US dollars a month. */
  readonly lambdaAuthorizerUsd: { readonly cached: number; readonly uncached: number };
}

/** The time that API Gateway caches the verdicts of the Lambda authorizer which the estimate compares with, in seconds. */
export const CACHE_SECONDS = 300;

/**
 * Estimates every step.
 *
 * @param mirror the template of the mirror of the issuer. Default: it has none
 */
export function estimate(
  config: Config,
  template: StackTemplate,
  load: RequestLoad,
  mirror?: StackTemplate | undefined,
): Estimate {
  return {
    environment: config.name,
    priceRegion: PRICE_REGION,
    load,
    functions: functionLoads(config, load.memoryMiB),
    notCounted: notCounted(template),
    logBytes: logBytes(template, stackNameOf(config)),
    logRetentionDays: config.environment.logRetentionDays,
    steps: STEPS.map((requestsPerSecond) => {
      const items = [
        ...monthlyCost(config, template, load, requestsPerSecond),
        ...(mirror === undefined ? [] : [mirrorCost(mirror)]),
      ];
      const authorizer = (cacheSeconds: number) =>
        authorizerCost({ ...LAMBDA_AUTHORIZER, cacheSeconds }, requestsPerSecond);
      return {
        requestsPerSecond,
        items,
        totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
        lambdaAuthorizerUsd: { cached: authorizer(CACHE_SECONDS), uncached: authorizer(0) },
      };
    }),
    quotas: quotasOf(config.environment, load, functionLoads(config)),
  };
}

/** A Lambda authorizer that would check the same tokens. */
export interface AuthorizerLoad {
  /** The time to verify one token, with the keys at hand. */
  readonly durationMs: number;
  readonly memoryMiB: number;
  /** The number of tokens in use at any time. */
  readonly tokens: number;
  /** The time that API Gateway caches its verdict on a token, in seconds: 0 (not at all) to 3600. */
  readonly cacheSeconds: number;
}

/** The authorizer that the estimate compares with. */
export const LAMBDA_AUTHORIZER = { durationMs: 5, memoryMiB: 256, tokens: 1_000 } as const;

/**
 * The monthly cost of a Lambda authorizer in US dollars, besides what the requests cost anyway: its invocations and
 * their duration.
 */
export function authorizerCost(
  { durationMs, memoryMiB, tokens, cacheSeconds }: AuthorizerLoad,
  requestsPerSecond: number,
): number {
  const perSecond = cacheSeconds === 0 ? requestsPerSecond : Math.min(requestsPerSecond, tokens / cacheSeconds);
  const invocations = perSecond * SECONDS_PER_MONTH;
  return (
    costOf(PRICES.lambdaRequest, invocations) +
    costOf(PRICES.lambdaDuration, (invocations * durationMs * memoryMiB) / 1000 / 1024)
  );
}

/** One line of a monthly bill. */
export interface CostItem {
  readonly name: string;
  /** In US dollars. */
  readonly usd: number;
}

/** The share of ingested log bytes that CloudWatch Logs stores, compressed: AWS's own calculator assumes it. */
export const KEPT_SHARE = 0.15;

/**
 * Lambda traces the first request of each second, and this share of the others; no other rate can be set.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export const TRACED_SHARE = 0.05;

/**
 * The cost of a month at a steady rate, once the logs have reached their full age: no free tier, no discount, no tax.
 *
 * @param requestsPerSecond all of them answered by the function
 */
export function monthlyCost(
  config: Config,
  template: StackTemplate,
  { durationMs, memoryMiB, responseBytes }: RequestLoad,
  requestsPerSecond: number,
): CostItem[] {
  const { environment } = config;
  const requests = requestsPerSecond * SECONDS_PER_MONTH;
  const bytes = logBytes(template, stackNameOf(config));
  const loggedGb = (requests * (bytes.access + bytes.function)) / GB;
  const monthsKept = (environment.logRetentionDays * 86_400) / SECONDS_PER_MONTH;
  const traces = isTraced(template) ? (1 + TRACED_SHARE * (requestsPerSecond - 1)) * SECONDS_PER_MONTH : 0;
  const { metrics, alarmMetrics, dashboards, keys } = standingCharges(template);
  return [
    { name: 'API Gateway: requests', usd: costOf(PRICES.httpApiRequest, requests) },
    { name: 'Lambda: requests', usd: costOf(PRICES.lambdaRequest, requests) },
    {
      name: 'Lambda: duration',
      usd: durationCost(functionLoads(config, memoryMiB), requests * durationMs),
    },
    { name: 'Logs: taken in', usd: costOf(PRICES.logsTakenIn, loggedGb) },
    { name: 'Logs: kept', usd: costOf(PRICES.logsKept, loggedGb * KEPT_SHARE * monthsKept) },
    { name: 'Traces', usd: costOf(PRICES.trace, traces) },
    { name: 'Data to the internet', usd: costOf(PRICES.transferOut, (requests * responseBytes) / GB) },
    { name: `Metrics (${metrics})`, usd: costOf(PRICES.metric, metrics) },
    { name: `Alarms (${alarmMetrics} metrics)`, usd: costOf(PRICES.alarmMetric, alarmMetrics) },
    { name: 'Dashboard', usd: costOf(PRICES.dashboard, dashboards) },
    { name: 'Key of the alarms', usd: costOf(PRICES.key, keys) },
  ].filter(({ usd }) => usd > 0);
}

/** A run of the publisher, as it is estimated: most of it waits for WSO2 IS. */
const PUBLISHING = { everySeconds: 300, durationMs: 1000, memoryMiB: 256 } as const;

/** MirrorRun, MirrorRefused and MirrorChanged. */
const METRICS_OF_A_MIRROR = 3;

/**
 * The monthly cost of a mirror, at any rate of requests. What CloudFront, S3 and the schedule cost is not counted: two documents
 * that API Gateway asks for come to cents, and CloudFront has no charge for the first ten million requests.
 */
export function mirrorCost(mirror: StackTemplate): CostItem {
  const { everySeconds, durationMs, memoryMiB } = PUBLISHING;
  const runs = SECONDS_PER_MONTH / everySeconds;
  const { alarmMetrics, keys } = standingCharges(mirror);
  const usd =
    costOf(PRICES.lambdaRequest, runs) +
    costOf(PRICES.lambdaDuration, (runs * durationMs * memoryMiB) / 1000 / 1024) +
    costOf(PRICES.metric, METRICS_OF_A_MIRROR) +
    costOf(PRICES.alarmMetric, alarmMetrics) +
    costOf(PRICES.key, keys);
  return { name: 'Mirror of the issuer', usd };
}

/** @param milliseconds - of all invocations together */
function durationCost(functions: readonly FunctionLoad[], milliseconds: number): number {
  const gbSecondsOn = (architecture: FunctionLoad['architecture']) =>
    functions
      .filter((one) => one.architecture === architecture)
      .reduce((sum, { share, memoryMiB }) => sum + (share * milliseconds * memoryMiB) / 1000 / 1024, 0);
  return costOf(PRICES.lambdaDuration, gbSecondsOn('arm64')) + costOf(PRICES.lambdaDurationX86, gbSecondsOn('x86_64'));
}

/** Resources that the estimate leaves out: those of unknown types, and functions that no route leads to. */
function notCounted(template: StackTemplate): string[] {
  const behind = functionsBehind(template).map(({ id }) => id);
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const unknown = [...new Set(types)].filter((type) => !KNOWN_TYPES.has(type)).sort();
  return [
    ...resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, { Properties = {} }]) =>
      behind.includes(id) ? [] : [`the function ${nameOf(id, Properties)}`],
    ),
    ...unknown.map((type) => `${types.filter((one) => one === type).length} ${type}`),
  ];
}

function isTraced(template: StackTemplate): boolean {
  return resourcesOf(template, 'AWS::Lambda::Function').some(
    ([, { Properties }]) => Properties?.['TracingConfig']?.Mode === 'Active',
  );
}

/** The things that are paid for each month, however many requests there are. */
export interface StandingCharges {
  /** Metrics that a log filter, detailed metrics of a route, or the function makes. */
  readonly metrics: number;
  /** The metrics that alarms look at. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly keys: number;
}

/** Count, Latency, IntegrationLatency, 4xx, 5xx and DataProcessed. */
const METRICS_OF_A_ROUTE = 6;

/** Answered, Refused and Failed. */
const METRICS_OF_A_FUNCTION = 3;

/** Counts what a template asks CloudWatch and KMS for. */
export function standingCharges(template: StackTemplate): StandingCharges {
  const count = (type: string) => resourcesOf(template, type).length;
  const routes = count('AWS::ApiGatewayV2::Route');
  const functions = functionsBehind(template).length;
  const detailed = resourcesOf(template, 'AWS::ApiGatewayV2::Stage').some(
    ([, { Properties }]) => Properties?.['DefaultRouteSettings']?.DetailedMetricsEnabled === true,
  );
  return {
    metrics:
      count('AWS::Logs::MetricFilter') +
      // Of all its routes together a function always counts failures, and the rest where it does not by route.
      (detailed
        ? routes * (METRICS_OF_A_ROUTE + METRICS_OF_A_FUNCTION) + functions
        : functions * METRICS_OF_A_FUNCTION),
    alarmMetrics: resourcesOf(template, 'AWS::CloudWatch::Alarm').reduce(
      (sum, [, { Properties }]) => sum + metricsOf(Properties?.['Metrics']),
      0,
    ),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    keys: count('AWS::KMS::Key'),
  };
}

/** An expression itself costs nothing, but each metric that it is made of does. */
function metricsOf(queries: readonly { readonly MetricStat?: unknown }[] | undefined): number {
  return queries === undefined ? 1 : queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
}
