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
} from 'aws-cdk-lib/aws-cloudwatch';
import { type ILogGroup, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { topClients } from './saved-queries';
import type { WatchedFunction } from './watched-function';

export interface DashboardProps {
  readonly stage: IHttpStage;
  readonly functions: readonly WatchedFunction[];
  readonly accessLog: ILogGroup;
  readonly alarms: readonly IAlarm[];
  /** Refusals, cause by cause. */
  readonly refusals: readonly IMetric[];
}

/** Half of a dashboard's 24 columns. */
const HALF = 12;
const HEIGHT = 6;

/** Traffic by route, latency, refusals by cause, the functions' health, and who calls most. */
export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { stage, functions, accessLog, alarms, refusals } = props;
    const isOne = functions.length === 1;
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
    const titled = ({ name }: WatchedFunction, what: string) => `${isOne ? 'Function' : `Function ${name}`}: ${what}`;
    const invocations = ({ function: fn, failed }: WatchedFunction) => [
      fn.metricInvocations({ period }),
      fn.metricErrors({ period }),
      failed.with({ period, label: 'Failed (500)' }),
      fn.metricThrottles({ period }),
    ];
    const durations = ({ function: fn }: WatchedFunction) =>
      ['p50', 'p99', 'Maximum'].map((statistic) => fn.metricDuration({ period, statistic, label: statistic }));

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
        ...functions.map((one) => [
          graph(titled(one, 'invocations'), invocations(one)),
          graph(titled(one, 'duration'), durations(one)),
        ]),
        [
          graph(
            isOne ? 'Function: concurrency' : 'Functions: concurrency',
            functions.map(({ name, function: fn }) =>
              fn.metric('ConcurrentExecutions', { period, statistic: 'Maximum', ...(isOne ? {} : { label: name }) }),
            ),
          ),
          table('Top clients', topClients(), LogQueryVisualizationType.TABLE),
        ],
      ],
    });
  }
}
