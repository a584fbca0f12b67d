import type { ApiModel } from './model';
import { partitionOf } from './partition';
import { parseRouteKey } from './route-key';

/** True where the function's policy lets API Gateway invoke it for a request of this method. */
export type InvokePermission = (method: string) => boolean;

/**
 * The permission of one route in one stage. API Gateway invokes as `API/STAGE/METHOD/PATH`, with the request's method and
 * the route's path; for `$default` as `API/STAGE/$default`.
 *
 * @param invokers - source ARNs with `*` and `?`
 */
export function createInvokePermission(
  { apiId, region, accountId }: Pick<ApiModel, 'apiId' | 'region' | 'accountId'>,
  stage: string,
  routeKey: string,
  invokers: readonly string[],
): InvokePermission {
  const patterns = invokers.map(wildcards);
  const prefix = `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${stage}`;
  const key = parseRouteKey(routeKey);
  const answers = new Map<string, boolean>();
  return (method) => {
    const known = answers.get(method);
    if (known !== undefined) {
      return known;
    }
    const source = key?.kind === 'path' ? `${prefix}/${method}${key.path}` : `${prefix}/$default`;
    const answer = patterns.some((pattern) => pattern.test(source));
    answers.set(method, answer);
    return answer;
  };
}

function wildcards(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
