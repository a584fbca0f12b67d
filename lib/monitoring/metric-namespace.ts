import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The namespace of the metrics that a stack makes: one for each stack, so that two environments may share an account. */
export function metricNamespace(scope: Construct): string {
  return Stack.of(scope).stackName;
}
