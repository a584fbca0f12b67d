import { FaultError } from '../../fault';
import type { Authorization, NotEmulated, RouteModel } from '../model';
import { type ParsedRouteKey, parseRouteKey, shapeOf } from '../route-key';
import { readOrReason } from './not-emulated';
import { readAuthorizer } from './read-authorizer';
import { readTarget } from './read-target';
import { type ApiInStacks, type Resource, stacksBeside } from './stack';
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

/** The names that people use for the types of authorization that are not emulated. */
const TYPES: Readonly<Record<string, string>> = { CUSTOM: ', a Lambda authorizer,', AWS_IAM: ', signed requests,' };

/**
 * The routes of an API: those of its stack, and those of the stacks beside it that are or may be of it. To leave one out could
 * serve its requests through a weaker route.
 *
 * @throws FaultError when a route key cannot be read, for the same reason
 */
export function readRoutes(place: ApiInStacks): RouteModel[] {
  const routes = stacksBeside(place).flatMap((stack) =>
    stack.resourcesOf(ROUTE).flatMap((route): FoundRoute[] => {
      const belongs = belongsTo(place, route);
      return belongs === 'to another' ? [] : [{ route, belongs, ...readRouteKey(route) }];
    }),
  );
  return routes.map((found) => {
    const { route, text, belongs } = found;
    const twin = routes.find((other) => other !== found && shapeOf(other.key) === shapeOf(found.key));
    const reason = reasonOf(route);
    const refusal =
      belongs === 'perhaps'
        ? refuse(route, 'ApiId: an API that the assembly does not have, or not before it is deployed')
        : twin && refuse(route, `API Gateway cannot tell it from ${nameBeside(route, twin.route)}`);
    return {
      routeKey: text,
      authorization: refusal ?? readOrReason(() => readAuthorization(place, route)),
      target: belongs === 'perhaps' && refusal ? refusal : readOrReason(() => readTarget(place, route)),
      ...(reason !== undefined && { reason }),
    };
  });
}

interface FoundRoute extends NamedKey {
  readonly route: Resource;
  readonly belongs: 'surely' | 'perhaps';
}

/** True where a route belongs to the API, as far as can be told. */
function belongsTo({ api, stacks }: ApiInStacks, route: Resource): FoundRoute['belongs'] | 'to another' {
  const id = readOrReason(() => route.string('ApiId'));
  if (id === api.physicalId) {
    return 'surely';
  }
  const key = readOrReason(() => route.string('RouteKey'));
  if (typeof key === 'string' && key !== '$default' && !/\s/.test(key)) {
    // Of a WebSocket API: no HTTP API has such a key.
    return 'to another';
  }
  if (route.artifact === api.artifact) {
    // Reading it will say why it cannot be told.
    return typeof id === 'string' ? 'to another' : 'surely';
  }
  const others = stacks.flatMap((one) => one.resourcesOf('AWS::ApiGatewayV2::Api'));
  return others.some(({ physicalId }) => physicalId === id) ? 'to another' : 'perhaps';
}

interface NamedKey {
  readonly text: string;
  readonly key: ParsedRouteKey;
}

function readRouteKey(route: Resource): NamedKey {
  const text = readOrReason(() => route.string('RouteKey'));
  const key = typeof text === 'string' ? parseRouteKey(text) : undefined;
  if (typeof text === 'string' && key) {
    return { text, key };
  }
  throw new FaultError({
    what: `${route.location}: RouteKey`,
    got: typeof text === 'object' ? text.reason.replace(`${route.location}: `, '') : String(JSON.stringify(text)),
    expected: '"METHOD /path", a parameter filling its segment and a greedy one at the end, or "$default"',
    fix: 'write the route key out, and give the parameters that it and its condition need a default; a route that is left out could let its requests through to a weaker one',
  });
}

/** @throws NotEmulatedError */
function readAuthorization(place: ApiInStacks, route: Resource): Authorization {
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
      return { kind: 'jwt', authorizer: readAuthorizer(place, route), scopes };
    default:
      throw route.notEmulated(`AuthorizationType ${type}${TYPES[type] ?? ''} is not emulated`);
  }
}

/** The reason that the route's metadata gives for needing no scope, or no token. */
function reasonOf({ metadata }: Resource): string | undefined {
  const access = metadata['Access'];
  const reason = isRecord(access) ? (access['public'] ?? access['anyToken']) : undefined;
  return typeof reason === 'string' ? reason : undefined;
}

/** The name of another resource: with its stack where that is another. */
function nameBeside(one: Resource, other: Resource): string {
  return one.artifact === other.artifact ? other.id : other.location;
}

function refuse(route: Resource, reason: string): NotEmulated {
  return { kind: 'not emulated', reason: route.notEmulated(reason).message };
}
