import type { Route } from '../../lib/api/types';
import type { Config } from '../../lib/config/environment';
import { GATEWAY_BODIES } from './gateway-answers';

/** A route as API Gateway names it: `GET /me`. */
export function routeKey({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/**
 * The token that a request is sent with: `tampered` is the valid token with its signature changed, `no scope` a valid one that holds
 * none of the route's scopes.
 */
export type CaseToken = 'none' | 'garbage' | 'tampered' | 'expired' | 'no scope' | 'valid';

/** A request to a route, and the answer it must have. */
export interface RouteCase {
  readonly route: Route;
  readonly token: CaseToken;
  readonly expected: ExpectedAnswer;
}

export type ExpectedAnswer =
  | {
      readonly kind: 'refused';
      readonly status: 401 | 403;
      /** Byte for byte. */
      readonly body: string;
      /** The `www-authenticate` header, or parts of it. Absent where no capture of API Gateway shows one. */
      readonly wwwAuthenticate?: { readonly is: string } | { readonly has: readonly string[] };
    }
  | {
      readonly kind: 'served';
      /**
       * True where the function must answer with 2xx. Otherwise any answer of the function will do but 401, 403 and 5xx: what
       * it says of a missing body or an unknown id shows as well that the authorizer let the request pass.
       */
      readonly only2xx: boolean;
    };

/** No token that is a JWT. */
export const GARBAGE = 'garbage';

/** The value of every path parameter. */
export const PATH_PARAMETER_VALUE = 'smoke-test';

/**
 * The requests that show whether API Gateway guards a route as the configuration has it. Only what is established of its
 * answers is expected.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
export function routeCases(route: Route): RouteCase[] {
  const { access } = route;
  const only2xx = route.method === 'GET' && !route.path.includes('{');
  const served: ExpectedAnswer = { kind: 'served', only2xx };
  const of = (token: CaseToken, expected: ExpectedAnswer): RouteCase => ({ route, token, expected });
  if ('public' in access) {
    return [of('none', served)];
  }
  const scopes = 'scopes' in access ? access.scopes : [];
  return [
    of('none', unauthorized({ is: 'Bearer' })),
    of('garbage', unauthorized(challenge(scopes, 'token contains an invalid number of segments'))),
    // With which words a wrong signature is refused is not established.
    of('tampered', unauthorized({ has: ['Bearer ', 'error="invalid_token"'] })),
    of('expired', unauthorized(challenge(scopes, 'the token has expired'))),
    ...(scopes.length > 0
      ? [of('no scope', { kind: 'refused', status: 403, body: JSON.stringify(GATEWAY_BODIES[403]) } as const)]
      : []),
    of('valid', served),
  ];
}

function unauthorized(wwwAuthenticate: { is: string } | { has: string[] }): ExpectedAnswer {
  return { kind: 'refused', status: 401, body: JSON.stringify(GATEWAY_BODIES[401]), wwwAuthenticate };
}

/** Not established: the form of several scopes in this header. */
function challenge(scopes: readonly string[], description: string): { is: string } | { has: string[] } {
  const error = `error="invalid_token" error_description="${description}"`;
  return scopes.length > 1 ? { has: ['Bearer scope="', error] } : { is: `Bearer scope="${scopes[0] ?? ''}" ${error}` };
}

/** All scopes that the routes ask for, each once, in the order of the routes. */
export function apiScopes({ routes }: Pick<Config, 'routes'>): string[] {
  return [...new Set(routes.flatMap(({ access }) => ('scopes' in access ? access.scopes : [])))];
}
