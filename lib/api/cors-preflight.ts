import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { tokenHeader } from './api-rules';
import type { Cors, Route } from './types';

/** API Gateway's answers to preflights: what the configuration leaves open follows from the routes and the token's place. */
export function corsPreflight(cors: Cors, routes: readonly Route[], identitySource: string): CorsPreflightOptions {
  const {
    allowOrigins,
    allowMethods = [...new Set(routes.map(({ method }) => method))],
    allowHeaders = [tokenHeader(identitySource) ?? [], 'content-type'].flat(),
    exposeHeaders = [],
    allowCredentials = false,
    maxAgeSeconds = 3600,
  } = cors;
  return {
    allowOrigins: [...allowOrigins],
    allowMethods: allowMethods.map((method) => CorsHttpMethod[method]),
    allowHeaders: [...allowHeaders],
    ...(exposeHeaders.length > 0 && { exposeHeaders: [...exposeHeaders] }),
    ...(allowCredentials && { allowCredentials }),
    maxAge: Duration.seconds(maxAgeSeconds),
  };
}
