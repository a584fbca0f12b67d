import type { Authorization, NotEmulated, Route } from '../model';
import { parseRouteKey, type RouteKey, shapeOf } from '../route-key';
import { AssemblyError } from './assembly-error';
import { readOrReason } from './not-emulated';
import { readAuthorizer } from './read-authorizer';
import { readTarget } from './read-target';
import type { Resource, Stack } from './stack';
import { isRecord } from './template';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const KNOWN = [
  'ApiId',
  'AuthorizationScopes',
  'AuthorizationType',
  'AuthorizerId',
  'OperationName',
  'RouteKey',
  'Target',
];

/**
 * The routes of an API.
 *
 * @throws AssemblyError when a route key cannot be read: the request could fall through to a weaker route
 */
export function readRoutes(stack: Stack, api: Resource): Route[] {
  const resources = stack.resourcesOf(ROUTE).filter((route) => [api.id, UNKNOWN].includes(apiIdOf(route)));
  const keys = resources.map((route) => readRouteKey(route));
  return resources.map((route, index) => {
    const { text, key } = keys[index] as NamedKey;
    const twin = resources.find(
      (_, other) => other !== index && shapeOf((keys[other] as NamedKey).key) === shapeOf(key),
    );
    const reason = reasonOf(route);
    return {
      routeKey: text,
      authorization: twin
        ? refuse(route, `API Gateway cannot tell it from ${twin.id}`)
        : readOrReason(() => readAuthorization(stack, route, api)),
      target: readOrReason(() => readTarget(stack, route)),
      ...(reason !== undefined && { reason }),
    };
  });
}

/**
 * The routes of a stack that belong to no API of its own. They may be routes of this API: to leave them out could serve
 * their requests through a weaker route.
 *
 * @throws AssemblyError when a route key cannot be read
 */
export function readForeignRoutes(stack: Stack): Route[] {
  const own = stack.resourcesOf('AWS::ApiGatewayV2::Api').map(({ id }) => id);
  return stack
    .resourcesOf(ROUTE)
    .filter((route) => !own.includes(apiIdOf(route)))
    .map((route) => {
      const refusal = refuse(route, 'a route of an API in another stack is not emulated');
      return { routeKey: readRouteKey(route).text, authorization: refusal, target: refusal };
    });
}

interface NamedKey {
  readonly text: string;
  readonly key: RouteKey;
}

function readRouteKey(route: Resource): NamedKey {
  const text = readOrReason(() => route.string('RouteKey'));
  const key = typeof text === 'string' ? parseRouteKey(text) : undefined;
  if (typeof text === 'string' && key) {
    return { text, key };
  }
  throw new AssemblyError({
    what: `${route.location}: RouteKey`,
    got: typeof text === 'object' ? text.reason.replace(`${route.location}: `, '') : String(JSON.stringify(text)),
    expected: '"METHOD /path", a parameter filling its segment and a greedy one at the end, or "$default"',
    fix: 'write the route key out, and give the parameters that it and its condition need a default; a route that is left out could let its requests through to a weaker one',
  });
}

/** The API of a route that does not say, or not before it is deployed, whose it is. */
const UNKNOWN = '';

function apiIdOf(route: Resource): string {
  const id = readOrReason(() => route.string('ApiId'));
  return typeof id === 'string' ? id : UNKNOWN;
}

/** @throws NotEmulatedError */
function readAuthorization(stack: Stack, route: Resource, api: Resource): Authorization {
  if (route.string('ApiId') === undefined) {
    throw route.notEmulated('ApiId: there is none');
  }
  route.refuseOthersThan(KNOWN);
  const scopes = route.strings('AuthorizationScopes');
  const type = route.string('AuthorizationType') ?? 'NONE';
  switch (type) {
    case 'NONE':
      if (scopes.length > 0 || route.string('AuthorizerId') !== undefined) {
        throw route.notEmulated('AuthorizationType NONE contradicts AuthorizerId and AuthorizationScopes');
      }
      return { kind: 'none' };
    case 'JWT':
      return { kind: 'jwt', authorizer: readAuthorizer(stack, route, api), scopes };
    default:
      throw route.notEmulated(`AuthorizationType ${type} is not emulated`);
  }
}

/** The reason that the route's metadata gives for needing no scope, or no token. */
function reasonOf({ metadata }: Resource): string | undefined {
  const access = metadata['Access'];
  const reason = isRecord(access) ? (access['public'] ?? access['anyToken']) : undefined;
  return typeof reason === 'string' ? reason : undefined;
}

function refuse(route: Resource, reason: string): NotEmulated {
  return { kind: 'not emulated', reason: route.notEmulated(reason).message };
}
