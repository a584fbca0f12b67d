import { CfnOutput, type Duration } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Monitoring } from '../config/features';
import { AlarmTopic } from './alarm-topic';
import { Alarms } from './alarms';
import { Dashboard } from './dashboard';
import { RefusalMetrics } from './refusal-metrics';
import { SavedQueries } from './saved-queries';

export interface ApiMonitoringProps {
  /** The addresses that get the alarms, and the limits. */
  readonly monitoring: Required<Monitoring>;
  readonly stage: IHttpStage;
  readonly accessLog: ILogGroup;
  readonly function: IFunction;
  /** Requests that the function answered with 500 itself. */
  readonly functionFailed: Metric;
  /** The function's timeout. */
  readonly functionTimeout: Duration;
  readonly functionLog: ILogGroup;

  /**
   * The number of invocations that may run at once.
   *
   * @default - no alarm for it
   */
  readonly reservedConcurrency?: number;
}

/** Everything that watches an API: refusals counted by cause, alarms, a dashboard, saved queries. */
export class ApiMonitoring extends Construct {
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, props: ApiMonitoringProps) {
    super(scope, id);
    const { monitoring, stage, accessLog, functionLog, reservedConcurrency } = props;
    const { function: fn, functionFailed, functionTimeout } = props;
    const { emails, ...thresholds } = monitoring;

    const refusals = new RefusalMetrics(this, 'Refusals', { accessLog });
    const { topic } = new AlarmTopic(this, 'Alert', { emails });
    this.alarms = new Alarms(this, 'Alarms', {
      thresholds,
      stage,
      refused: refusals.refused,
      issuerUnreachable: refusals.issuerUnreachable,
      function: fn,
      functionFailed,
      functionTimeout,
      reservedConcurrency,
      topic,
    });
    const { dashboard } = new Dashboard(this, 'Overview', {
      stage,
      function: fn,
      functionFailed,
      accessLog,
      alarms: this.alarms.all,
      refusals: refusals.byCause,
    });
    new SavedQueries(this, 'Queries', { accessLog, functionLog });

    new CfnOutput(this, 'AlarmTopicArn', {
      value: topic.topicArn,
      description: 'Where alarms go; subscribe to it',
    }).overrideLogicalId('AlarmTopic');
    new CfnOutput(this, 'DashboardName', {
      value: dashboard.dashboardName,
      description: 'The dashboard, in CloudWatch',
    }).overrideLogicalId('Dashboard');
  }
}
