import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Where the metrics of a stack's own making are: one namespace for each stack, so that two environments may share an account. */
export function metricNamespace(scope: Construct): string {
  return Stack.of(scope).stackName;
}
