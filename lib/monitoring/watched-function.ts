import type { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** A function behind the API that is watched. */
export interface WatchedFunction {
  /** Its name, for people where there are several. */
  readonly name: string;
  readonly function: IFunction;
  /** Requests that it answered with 500 itself. */
  readonly failed: Metric;
  /** The longest time that one invocation may take. */
  readonly timeout: Duration;
  readonly log: ILogGroup;

  /**
   * The number of invocations that may run at once.
   *
   * @default - no alarm for it: what the account has left is not this stack's to watch. Nor is there one where it is 1:
   * each invocation takes all of it, and FunctionThrottles tells when that is too little
   */
  readonly reservedConcurrency?: number;
}
