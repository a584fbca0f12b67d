import { apiFaults } from '../api/api-rules';
import { routesSchema } from '../api/api-schema';
import { check, readable, valueAt } from '../check/check';
import { closest } from '../check/closest';
import { ConfigurationError, type Fault, show } from '../check/fault';
import type { Config, Environment } from './environment';
import { environmentSchema } from './environment-schema';
import type { FunctionConfig, RouteConfig } from './function';
import { nameFaults } from './names';
import { functionFaults, functionLinkFaults, resolveFunctions } from './resolve-functions';
import { metadataFaults, metadataFunctions, metadataRoutes } from './resource-metadata';

/** The `-c` keys of the app. */
export const CONTEXT_KEYS = ['env', 'issuer', 'clientId'] as const;

/** The parts that a configuration is made of. */
export interface ConfigSource {
  /** The name of the project, in `config/environments.ts`. */
  readonly project: string;
  /** `config/environments.ts` */
  readonly environments: Readonly<Record<string, Environment>>;
  /** `config/routes.ts` */
  readonly routes: readonly RouteConfig[];
  /** `config/functions.ts` */
  readonly functions: readonly FunctionConfig[];
  /**
   * The context of the CDK app: `env`, `issuer` and `clientId` as `-c` gave them; everything else in it is left to the CDK.
   *
   * @default {}
   */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Chooses the environment, lays the command line over it, checks everything and fills in the defaults.
 *
 * Without `-c env` the environment is `local`, or `dev` where an issuer was given.
 *
 * @throws ConfigurationError with every fault there is
 */
export function resolveConfig({ project, environments, routes, functions, context = {} }: ConfigSource): Config {
  const { env, issuer, clientId } = context;
  const name = env ?? (issuer === undefined ? 'local' : 'dev');
  const base = typeof name === 'string' && Object.hasOwn(environments, name) ? environments[name] : undefined;

  const faults: Fault[] = [...contextFaults(context), ...nameFaults(project, Object.keys(environments))];
  if (base === undefined) {
    const meant = typeof name === 'string' ? closest(name, Object.keys(environments)) : undefined;
    faults.push({
      what: '-c env',
      got: show(name),
      expected: `one of ${Object.keys(environments).join(', ')}`,
      fix:
        meant === undefined ? 'name one of them, or add it to config/environments.ts' : `did you mean -c env=${meant}?`,
    });
  }

  const checkedRoutes = check(
    routesSchema,
    // API Gateway knows nothing of names of functions.
    routes.map(({ function: _name, ...route }) => route),
    (path) => `config/routes.ts: routes${readable(path)}${routeAt(routes, path)}`,
    'lib/config/function.ts and lib/api/types.ts',
  );
  faults.push(...('faults' in checkedRoutes ? checkedRoutes.faults : []));
  faults.push(...functionFaults(functions), ...functionLinkFaults({ functions, routes, name: String(name), base }));

  if (base !== undefined) {
    const environment = {
      ...base,
      ...(issuer !== undefined && { issuer }),
      ...(clientId !== undefined && { clientIds: typeof clientId === 'string' ? clientId.split(',') : clientId }),
    };
    const checked = check(
      environmentSchema(base.laptopOnly ?? false),
      environment,
      (path) => environmentLabel(String(name), path, context),
      'lib/config/environment.ts',
    );
    if ('value' in checked && faults.length === 0) {
      const sharesBootstrapWith = sharedBootstrap(environments, String(name));
      const resolved = resolveFunctions(functions, String(name), checked.value);
      faults.push(...('faults' in resolved ? resolved.faults : []));
      const parts = {
        project,
        name: String(name),
        environment: checked.value,
        routes: [...routes, ...metadataRoutes(checked.value)],
        sharesBootstrapWith,
      };
      const taken = checked.value.resourceMetadata ? metadataFaults(routes, functions) : [];
      // A route that is there twice would be told twice.
      faults.push(...(taken.length > 0 ? taken : partFaults(parts, context)));
      if ('functions' in resolved && faults.length === 0) {
        return { ...parts, functions: [...resolved.functions, ...metadataFunctions(checked.value, routes)] };
      }
    }
    faults.push(...('faults' in checked ? checked.faults : []));
  }
  throw new ConfigurationError(faults);
}

/** The faults between the routes and an environment, each of which is right by itself. */
function partFaults(
  { name, environment, routes }: Pick<Config, 'name' | 'environment' | 'routes'>,
  context: Readonly<Record<string, unknown>>,
): Fault[] {
  return apiFaults({ ...environment, routes }).map(({ path, expected, fix }) => ({
    what:
      path[0] === 'routes'
        ? `config/routes.ts: ${readable(path).slice(1)}${routeAt(routes, path.slice(1))}`
        : environmentLabel(name, path, context),
    got: show(valueAt({ ...environment, routes }, path)),
    expected,
    fix,
  }));
}

/** Names the place where the user wrote the value: the command line, or the file. */
function environmentLabel(
  name: string,
  path: readonly PropertyKey[],
  context: Readonly<Record<string, unknown>>,
): string {
  if (path[0] === 'issuer' && context['issuer'] !== undefined) {
    return '-c issuer';
  }
  if (path[0] === 'clientIds' && context['clientId'] !== undefined) {
    return '-c clientId';
  }
  return `config/environments.ts: ${name}${readable(path)}`;
}

/** The route key beside a place in the list of routes: nobody counts to find `routes[17]`. */
function routeAt(routes: readonly RouteConfig[], [index]: readonly PropertyKey[]): string {
  const route = typeof index === 'number' ? routes[index] : undefined;
  return route === undefined ? '' : ` (${route.method} ${route.path})`;
}

/** A `-c` key that differs from one of ours in case only would be ignored without a word. */
function contextFaults(context: Readonly<Record<string, unknown>>): Fault[] {
  return Object.keys(context).flatMap((key) => {
    const meant = CONTEXT_KEYS.find((known) => known !== key && normal(known) === normal(key));
    return meant === undefined
      ? []
      : [{ what: `-c ${key}`, got: show(context[key]), expected: `the key ${meant}`, fix: `write -c ${meant}=…` }];
  });
}

function normal(key: string): string {
  return key.toLowerCase().replace(/[-_]|s$/g, '');
}

/** The members that decide which roles of `cdk bootstrap` deploy an environment. */
type Place = Pick<Environment, 'account' | 'region' | 'bootstrapQualifier'>;

/**
 * The other environments that the roles which deploy one can deploy as well: those in the same account and region, under
 * the same bootstrap. What only the caller's profile would tell is not known here, and counts as another place.
 *
 * @param environments those of `config/environments.ts`
 * @param name one of them
 */
export function sharedBootstrap(environments: Readonly<Record<string, Place>>, name: string): string[] {
  const own = placeOf(environments[name]);
  return Object.keys(environments).filter(
    (other) => other !== name && own !== undefined && placeOf(environments[other]) === own,
  );
}

function placeOf({ account, region, bootstrapQualifier = '' }: Place = {}): string | undefined {
  return account === undefined || region === undefined ? undefined : `${account} ${region} ${bootstrapQualifier}`;
}
