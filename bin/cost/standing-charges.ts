import { resourcesOf } from '../support/resources-of';
import type { StackTemplate } from '../support/template-of';

/** What is paid for each month however many requests there are. */
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
const METRICS_OF_THE_FUNCTION = 3;

/** Counts what a template asks CloudWatch and KMS for. */
export function standingCharges(template: StackTemplate): StandingCharges {
  const count = (type: string) => resourcesOf(template, type).length;
  const routes = count('AWS::ApiGatewayV2::Route');
  const detailed = resourcesOf(template, 'AWS::ApiGatewayV2::Stage').some(
    ([, { Properties }]) => Properties?.['DefaultRouteSettings']?.DetailedMetricsEnabled === true,
  );
  return {
    metrics:
      count('AWS::Logs::MetricFilter') +
      (detailed ? routes * METRICS_OF_A_ROUTE : 0) +
      routes * METRICS_OF_THE_FUNCTION,
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
