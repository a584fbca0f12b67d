import type { Access } from '../../lib/api/types';

/**
 * The bodies of API Gateway's own answers on a route that is there, as far as they are established. With 429 it answers, too; the
 * body of that is not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export const GATEWAY_BODIES = {
  401: { message: 'Unauthorized' },
  403: { message: 'Forbidden' },
  500: { message: 'Internal Server Error' },
  503: { message: 'Service Unavailable' },
} as const;

export type GatewayStatus = keyof typeof GATEWAY_BODIES;

/** The body with which API Gateway answers where it has no such route, or not yet. */
export const NOT_FOUND = '{"message":"Not Found"}';

/** Those of them that a route may be answered with: 401 where it wants a token, 403 where it wants a scope. */
export function gatewayStatuses(access: Access): readonly GatewayStatus[] {
  return [...('public' in access ? [] : ([401] as const)), ...('scopes' in access ? ([403] as const) : []), 500, 503];
}
