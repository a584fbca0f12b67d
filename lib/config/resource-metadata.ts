import { type Fault, show } from '../check/fault';
import type { ResolvedEnvironment } from './environment';
import type { ResolvedFunction, RouteConfig } from './function';

/** The function that answers it: one of its own, so that strangers take nothing from the function behind the other routes. */
const FUNCTION_NAME = 'resource-metadata';

/**
 * The path below the root at which clients look for the metadata of a protected resource without a path.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
const ROUTE: RouteConfig = {
  method: 'GET',
  path: '/.well-known/oauth-protected-resource',
  access: { public: 'clients without a token learn here who issues one (RFC 9728)' },
  function: FUNCTION_NAME,
};

/** The route of `resourceMetadata`, where an environment has it. */
export function metadataRoutes({ resourceMetadata }: Pick<ResolvedEnvironment, 'resourceMetadata'>): RouteConfig[] {
  return resourceMetadata === undefined ? [] : [ROUTE];
}

/** The function of `resourceMetadata`, where an environment has it. It has the limits that hold for every function, and shares none. */
export function metadataFunctions(
  environment: ResolvedEnvironment,
  routes: readonly RouteConfig[],
): readonly ResolvedFunction[] {
  const { resourceMetadata, issuer, identitySource } = environment;
  if (resourceMetadata === undefined) {
    return [];
  }
  const scopes = new Set(routes.flatMap(({ access }) => ('scopes' in access ? access.scopes : [])));
  return [
    {
      name: FUNCTION_NAME,
      code: { entry: 'lambda/resource-metadata.ts' },
      memoryMiB: environment.functionMemoryMiB,
      timeoutSeconds: environment.functionTimeoutSeconds,
      variables: {
        ISSUER: issuer,
        SCOPES: [...scopes].join(' '),
        BEARER_METHOD: bearerMethod(identitySource),
        ...(resourceMetadata.documentationUrl !== undefined && {
          DOCUMENTATION_URL: resourceMetadata.documentationUrl,
        }),
      },
      logLevel: environment.logLevel,
      architecture: 'arm64',
    },
  ];
}

/** The name of RFC 6750's way to send a token that API Gateway looks at. Empty where it is a way of one's own. */
function bearerMethod(identitySource: string): string {
  if (identitySource.toLowerCase() === '$request.header.authorization') {
    return 'header';
  }
  return identitySource === '$request.querystring.access_token' ? 'query' : '';
}

/** The faults of what a user wrote beside `resourceMetadata`: the name of its function, or its route, is taken. */
export function metadataFaults(
  routes: readonly RouteConfig[],
  functions: readonly { readonly name: string }[],
): Fault[] {
  return [
    ...functions.flatMap(({ name }, index) =>
      name === FUNCTION_NAME
        ? [
            {
              what: `config/functions.ts: functions[${index}].name`,
              got: show(name),
              expected: 'another name: the function of resourceMetadata has this one',
              fix: 'rename it, or take resourceMetadata out of the environment',
            },
          ]
        : [],
    ),
    ...routes.flatMap(({ method, path }, index) =>
      method === ROUTE.method && path === ROUTE.path
        ? [
            {
              what: `config/routes.ts: routes[${index}] (${method} ${path})`,
              got: 'a route that resourceMetadata makes, too',
              expected: 'one of the two',
              fix: 'remove it, or take resourceMetadata out of the environment',
            },
          ]
        : [],
    ),
  ];
}
