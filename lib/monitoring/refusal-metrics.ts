import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNamespace } from '../config/names';
import { REFUSAL_CAUSES, REFUSED } from './refusal-causes';

export interface RefusalMetricsProps {
  /** The access log, in the format of `accessLogFormat`. */
  readonly accessLog: ILogGroup;
}

/** Counts the refusals in an access log by their cause. */
export class RefusalMetrics extends Construct {
  /** Their number, cause by cause. */
  readonly byCause: readonly Metric[];
  /** The number of those for want of a valid token or scope. */
  readonly refused: Metric;
  /** The number of those because WSO2 IS could not be asked. */
  readonly issuerUnreachable: Metric;

  constructor(scope: Construct, id: string, props: RefusalMetricsProps) {
    super(scope, id);
    const { accessLog } = props;
    // A filter cannot have both a dimension and the default 0, so it is the namespace that tells the environments apart.
    const namespace = metricNamespace(this);
    const count = (name: string, pattern: string, label: string) =>
      new MetricFilter(this, name, {
        logGroup: accessLog,
        filterPattern: FilterPattern.literal(pattern),
        metricNamespace: namespace,
        metricName: name,
        metricValue: '1',
        defaultValue: 0,
      }).metric({ statistic: 'Sum', label });

    const { IssuerUnreachable, ...others } = REFUSAL_CAUSES;
    this.issuerUnreachable = count('IssuerUnreachable', IssuerUnreachable.pattern, IssuerUnreachable.label);
    this.byCause = [
      this.issuerUnreachable,
      ...Object.entries(others).map(([name, { pattern, label }]) => count(name, pattern, label)),
    ];
    this.refused = count('Refused', REFUSED, 'refused');
  }
}
