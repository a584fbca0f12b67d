import { CfnRoute, type CfnStage, type HttpApi, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Route } from './types';

/** Sets the limits of single routes at the stage, which the CDK has no property for. */
export function throttleRoutes(
  api: HttpApi,
  { node }: HttpStage,
  routes: readonly Route[],
  detailedMetrics: boolean,
): void {
  const limits = new Map(
    routes.flatMap(({ method, path, throttle }) => (throttle ? [[`${method} ${path}`, throttle]] : [])),
  );
  if (limits.size === 0) {
    return;
  }
  const stage = node.defaultChild as CfnStage;
  stage.routeSettings = Object.fromEntries(
    [...limits].map(([routeKey, { rateLimit, burstLimit }]) => [
      routeKey,
      // Settings of a route replace those of the stage, its metrics too.
      { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit, DetailedMetricsEnabled: detailedMetrics },
    ]),
  );
  for (const route of api.node.findAll()) {
    if (route instanceof CfnRoute && limits.has(route.routeKey)) {
      // API Gateway refuses the settings of a route that is not there yet.
      stage.addResourceDependency(route);
    }
  }
}
