import { createHash } from 'node:crypto';
import { Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routeShape } from './route-rules';

/**
 * The logical id of a route with parameters, the same whatever they are called. The CDK's follows their names, and CloudFormation
 * makes the renamed route before it deletes the old one: API Gateway would take it for the same route, and refuse it.
 */
export function routeId(scope: Construct, method: string, path: string): string {
  const shape = routeShape(method, path);
  const readable = shape.replace(/[^A-Za-z0-9]/g, '').slice(0, 100);
  return `${Names.uniqueId(scope)}${readable}${createHash('sha256').update(shape).digest('hex').slice(0, 8)}`;
}
