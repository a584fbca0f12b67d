import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** One alarm: its metric, and its limit. */
export interface Watch {
  /** Also the name of its entry in docs/operations.md. */
  readonly name: string;
  readonly metric: IMetric;
  readonly threshold: number;

  /**
   * True goes off below the threshold, and where there are no data; otherwise from it on, and without data never.
   *
   * @default false
   */
  readonly below?: boolean;

  /** The number of periods that must be at the threshold, and of how many. */
  readonly breaches: readonly [of: number, periods: number];
  /** Its meaning, in a sentence. */
  readonly meaning: string;
}

/**
 * Makes the alarm of a watch. Its description leads to its entry in the runbook.
 *
 * @param topic told when it goes off, and when it is over. @default nobody: it shows in CloudWatch
 */
export function addAlarm(
  scope: Construct,
  { name, metric, threshold, below = false, breaches, meaning }: Watch,
  { runbookUrl, topic }: { readonly runbookUrl: string; readonly topic?: ITopic | undefined },
): Alarm {
  const alarm = new Alarm(scope, name, {
    metric,
    threshold,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    datapointsToAlarm: breaches[0],
    evaluationPeriods: breaches[1],
    // No requests, no data: that is no fault. No data of what must happen is.
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `${meaning} What to do: ${runbookUrl}#${name.toLowerCase()}`,
  });
  if (topic !== undefined) {
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
  return alarm;
}
