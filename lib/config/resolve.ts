import { apiFaults } from '../api/api-rules';
import { routesSchema } from '../api/api-schema';
import { check, readable, valueAt } from '../check/check';
import { ConfigurationError, type Fault, show } from '../check/fault';
import { chooseEnvironment, type EnvironmentSource } from './choose-environment';
import type { Config } from './environment';
import { environmentSchema } from './environment-schema';
import type { FunctionConfig, RouteConfig } from './function';
import { nameFaults } from './names';
import { previewFaults } from './preview-faults';
import { environmentNames, isPreviewName, meantEnvironment } from './previews';
import { functionFaults, functionLinkFaults, resolveFunctions } from './resolve-functions';
import { metadataFaults, metadataFunctions, metadataRoutes } from './resource-metadata';
import { sharedDomainFaults } from './shared-domains';

/** The `-c` keys of the app. */
export const CONTEXT_KEYS = ['env', 'issuer', 'clientId'] as const;

/** The parts that a configuration is made of. */
export interface ConfigSource extends EnvironmentSource {
  /** The name of the project, in `config/environments.ts`. */
  readonly project: string;
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
  /**
   * Tells whether the code of a function is there, by its path: `isInProject` of `lib/config/function-code.ts`.
   *
   * @default - nobody looks
   */
  readonly isThere?: (path: string) => boolean;
}

/**
 * Chooses the environment, lays the command line over it, checks everything and fills in the defaults.
 *
 * Without `-c env` the environment is `local`, or `dev` where an issuer was given.
 *
 * @throws ConfigurationError with every fault there is
 */
export function resolveConfig(source: ConfigSource): Config {
  const { project, environments, previews, routes, context = {}, isThere = () => true } = source;
  const { env, issuer, clientId } = context;
  const name = env ?? (issuer === undefined ? 'local' : 'dev');
  const names = Object.keys(environments);
  const chosen = chooseEnvironment(name, source);

  const faults: Fault[] = [
    ...contextFaults(context),
    ...nameFaults(project, chosen?.previewOf === undefined ? names : [...names, chosen.name]),
    ...previewFaults(source, chosen),
    ...sharedDomainFaults(environments),
  ];
  // Of a preview it has been said what is wrong with what it is a copy of.
  if (chosen === undefined && !(previews !== undefined && isPreviewName(name))) {
    const meant = typeof name === 'string' ? meantEnvironment(name, names, previews) : undefined;
    faults.push({
      what: '-c env',
      got: show(name),
      expected: environmentNames(names, previews),
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
  faults.push(...functionFaults(source.functions, isThere));
  faults.push(
    ...functionLinkFaults({
      functions: source.functions,
      routes,
      name: chosen?.writtenIn(['functions']) ?? String(name),
      base: chosen?.base,
    }),
  );

  if (chosen !== undefined) {
    const { base, functions, sharesBootstrapWith } = chosen;
    const environment = {
      ...base,
      ...(issuer !== undefined && { issuer }),
      ...(clientId !== undefined && { clientIds: typeof clientId === 'string' ? clientId.split(',') : clientId }),
    };
    const label = (path: readonly PropertyKey[]) => environmentLabel(chosen.writtenIn(path), path, context);
    const checked = check(environmentSchema(base.laptopOnly ?? false), environment, label, 'lib/config/environment.ts');
    if ('value' in checked && faults.length === 0) {
      const resolved = resolveFunctions(functions, chosen.writtenIn(['functions']), checked.value);
      faults.push(...('faults' in resolved ? resolved.faults : []));
      const parts = {
        project,
        name: chosen.name,
        environment: checked.value,
        routes: [...routes, ...metadataRoutes(checked.value)],
        sharesBootstrapWith,
        previewOf: chosen.previewOf,
      };
      const taken = checked.value.resourceMetadata ? metadataFaults(routes, functions) : [];
      // A route that is there twice would be told twice.
      faults.push(...(taken.length > 0 ? taken : partFaults(parts, label)));
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
  { environment, routes }: Pick<Config, 'environment' | 'routes'>,
  label: (path: readonly PropertyKey[]) => string,
): Fault[] {
  return apiFaults({ ...environment, routes }).map(({ path, expected, fix }) => ({
    what:
      path[0] === 'routes'
        ? `config/routes.ts: ${readable(path).slice(1)}${routeAt(routes, path.slice(1))}`
        : label(path),
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
