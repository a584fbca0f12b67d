import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { metricNamespace } from '../config/names';
import { addAlarm, type Watch } from '../monitoring/watch';
import { MIRROR_SERVICE } from './mirror-function';

export interface MirrorAlarmsProps {
  /** The address of docs/operations.md. */
  readonly runbookUrl: string;

  /**
   * The target of the alarms.
   *
   * @default - none: they show in CloudWatch
   */
  readonly topic?: ITopic | undefined;
}

const PERIOD = Duration.minutes(5);

/**
 * The alarms of a mirror, each with an entry of its name in docs/operations.md. There is none for the certificate: ACM counts its
 * days in us-east-1 only, and an alarm sees the metrics of its own region; `npm run preflight` tells them.
 */
export class MirrorAlarms extends Construct {
  constructor(scope: Construct, id: string, props: MirrorAlarmsProps) {
    super(scope, id);
    for (const watch of watches(metricNamespace(Stack.of(this)))) {
      addAlarm(this, watch, props);
    }
  }
}

function watches(namespace: string): Watch[] {
  // Counted by the publisher, in its log.
  const count = (metricName: string) =>
    new Metric({
      namespace,
      metricName,
      dimensionsMap: { service: MIRROR_SERVICE },
      statistic: 'Sum',
      period: PERIOD,
    });
  return [
    {
      name: 'MirrorStale',
      metric: count('MirrorRun'),
      threshold: 1,
      below: true,
      breaches: [3, 3],
      meaning: 'For 15 minutes no run of the mirror ended well: what it serves grows old.',
    },
    {
      name: 'MirrorRefused',
      metric: count('MirrorRefused'),
      threshold: 1,
      breaches: [1, 1],
      meaning: 'The mirror refused what WSO2 IS says, or could not ask it, and goes on serving what it had.',
    },
    {
      name: 'MirrorChanged',
      metric: count('MirrorChanged'),
      threshold: 1,
      breaches: [1, 1],
      meaning: 'The mirror publishes other keys: whoever has the new ones can make tokens that the API accepts.',
    },
  ];
}
