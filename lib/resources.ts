import type { Construct } from 'constructs';
import type { FunctionName } from '../config/functions';
import type { ResourcesProps, VariablesOf } from './api-stack';

/**
 * The place for resources of your own: tables, queues, secrets, buckets. It gets the functions, to grant them what they need, and
 * returns the environment variables by which they find it. For example:
 *
 * ```ts
 * const queue = new Queue(scope, 'Shipments', { enforceSSL: true });
 * queue.grantSendMessages(functions.quotes);
 * return { quotes: { SHIPMENTS_QUEUE_URL: queue.queueUrl } };
 * ```
 *
 * docs/extending.md has recipes that are tried: a table, a secret with rotation, a queue, a bucket, a VPC, another language.
 */
export function addResources(_scope: Construct, _props: ResourcesProps<FunctionName>): VariablesOf<FunctionName> {
  return {};
}
