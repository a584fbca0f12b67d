import { Duration } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
  type Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { topClients } from './saved-queries';

export interface DashboardProps {
  readonly stage: IHttpStage;
  readonly function: IFunction;
  /** Requests that the function answered with 500 itself. */
  readonly functionFailed: Metric;
  readonly accessLog: ILogGroup;
  readonly alarms: readonly IAlarm[];
  /** Refusals, cause by cause. */
  readonly refusals: readonly IMetric[];
}

/** Half of a dashboard's 24 columns. */
const HALF = 12;
const HEIGHT = 6;

/** Traffic by route, latency, refusals by cause, the function's health, and who calls most. */
export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stage, function: fn, functionFailed, accessLog, alarms, refusals } = props;
    const period = Duration.minutes(5);
    const graph = (title: string, left: IMetric[], stacked = false) =>
      new GraphWidget({ title, left, stacked, width: HALF, height: HEIGHT, leftYAxis: { min: 0 } });
    const table = (title: string, query: QueryString, view: LogQueryVisualizationType) =>
      new LogQueryWidget({
        title,
        logGroupNames: [accessLog.logGroupName],
        queryString: query.toString(),
        view,
        width: HALF,
        height: HEIGHT,
      });

    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(3),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 2 * HALF, height: 3 })],
        [
          graph('Requests', [
            stage.metricCount({ period, label: 'all' }),
            stage.metricClientError({ period, label: '4xx' }),
            stage.metricServerError({ period, label: '5xx' }),
          ]),
          // From the log, so that the dashboard need not name each route, nor change with them.
          table(
            'Requests by route',
            new QueryString({ statsStatements: ['count(*) as requests by routeKey'], sort: 'requests desc' }),
            LogQueryVisualizationType.BAR,
          ),
        ],
        [
          graph(
            'Latency',
            ['p50', 'p90', 'p99'].map((statistic) => stage.metricLatency({ period, statistic, label: statistic })),
          ),
          graph('Refusals by cause', [...refusals], true),
        ],
        [
          graph('Function: invocations', [
            fn.metricInvocations({ period }),
            fn.metricErrors({ period }),
            functionFailed.with({ period, label: 'Failed (500)' }),
            fn.metricThrottles({ period }),
          ]),
          graph(
            'Function: duration',
            ['p50', 'p99', 'Maximum'].map((statistic) => fn.metricDuration({ period, statistic, label: statistic })),
          ),
        ],
        [
          graph('Function: concurrency', [fn.metric('ConcurrentExecutions', { period, statistic: 'Maximum' })]),
          table('Top clients', topClients(), LogQueryVisualizationType.TABLE),
        ],
      ],
    });
  }
}
