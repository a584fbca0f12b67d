import type { Config } from '../../lib/config/types';
import { resourcesOf } from '../support/resources-of';
import type { StackTemplate } from '../support/template-of';
import { costOf } from './cost-of';
import { GB, type Load, SECONDS_PER_MONTH } from './load';
import { logBytes } from './log-bytes';
import { PRICES } from './prices';
import { standingCharges } from './standing-charges';

/** One line of a monthly bill. */
export interface CostItem {
  readonly name: string;
  /** In US dollars. */
  readonly usd: number;
}

/** What CloudWatch Logs keeps of a gigabyte that it has taken in, compressed: the share that AWS's own calculator assumes. */
export const KEPT_SHARE = 0.15;

/**
 * Lambda traces the first request of each second, and this share of the others; no other rate can be set.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export const TRACED_SHARE = 0.05;

/**
 * What a month at a steady rate costs, once the logs have reached their full age: no free tier, no discount, no tax.
 *
 * @param requestsPerSecond all of them answered by the function
 */
export function monthlyCost(
  { environment }: Config,
  template: StackTemplate,
  { durationMs, memoryMiB, responseBytes }: Load,
  requestsPerSecond: number,
): CostItem[] {
  const requests = requestsPerSecond * SECONDS_PER_MONTH;
  const bytes = logBytes(template);
  const loggedGb = (requests * (bytes.access + bytes.function)) / GB;
  const monthsKept = (environment.logRetentionDays * 86_400) / SECONDS_PER_MONTH;
  const traces = isTraced(template) ? (1 + TRACED_SHARE * (requestsPerSecond - 1)) * SECONDS_PER_MONTH : 0;
  const { metrics, alarmMetrics, dashboards, keys } = standingCharges(template);
  return [
    { name: 'API Gateway: requests', usd: costOf(PRICES.httpApiRequest, requests) },
    { name: 'Lambda: requests', usd: costOf(PRICES.lambdaRequest, requests) },
    {
      name: 'Lambda: duration',
      usd: costOf(PRICES.lambdaDuration, (requests * durationMs * memoryMiB) / 1000 / 1024),
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

function isTraced(template: StackTemplate): boolean {
  return resourcesOf(template, 'AWS::Lambda::Function').some(
    ([, { Properties }]) => Properties?.['TracingConfig']?.Mode === 'Active',
  );
}
