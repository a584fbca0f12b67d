import { CfnOutput } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Monitoring } from '../config/features';
import { AlarmTopic } from './alarm-topic';
import { Alarms } from './alarms';
import { Dashboard } from './dashboard';
import { RefusalMetrics } from './refusal-metrics';
import { SavedQueries } from './saved-queries';
import type { WatchedFunction } from './watched-function';

export interface ApiMonitoringProps {
  /** The addresses that get the alarms, and the limits. */
  readonly monitoring: Required<Monitoring>;
  readonly stage: IHttpStage;
  readonly accessLog: ILogGroup;
  /** The functions behind the API. The logical ids of what watches the first do not hold its name. */
  readonly functions: readonly WatchedFunction[];
}

/** Everything that watches an API: refusals counted by cause, alarms, a dashboard, saved queries. */
export class ApiMonitoring extends Construct {
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, props: ApiMonitoringProps) {
    super(scope, id);
    const { monitoring, stage, accessLog, functions } = props;
    const { emails, ...thresholds } = monitoring;

    const refusals = new RefusalMetrics(this, 'Refusals', { accessLog });
    const { topic } = new AlarmTopic(this, 'Alert', { emails });
    this.alarms = new Alarms(this, 'Alarms', {
      thresholds,
      stage,
      refused: refusals.refused,
      issuerUnreachable: refusals.issuerUnreachable,
      functions,
      topic,
    });
    const { dashboard } = new Dashboard(this, 'Overview', {
      stage,
      functions,
      accessLog,
      alarms: this.alarms.all,
      refusals: refusals.byCause,
    });
    new SavedQueries(this, 'Queries', { accessLog, functionLogs: functions.map(({ log }) => log) });

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
