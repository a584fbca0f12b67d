import { check, readable } from '../check/check';
import { closest } from '../check/closest';
import { type Fault, show } from '../check/fault';
import type { Environment, ResolvedEnvironment } from './environment';
import {
  type FunctionConfig,
  type FunctionSettings,
  functionNameOf,
  type ResolvedFunction,
  type RouteConfig,
} from './function';
import { functionsSchema } from './function-schema';

/**
 * In bytes, of the names and values together: Lambda takes 4,096 for all variables of a function, and some are left for those that
 * the project and `lib/resources.ts` set.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_OF_VARIABLES = 3_584;

/**
 * The faults of `config/functions.ts` by itself, and of code that is not there.
 *
 * @param isThere tells whether there is a path, as seen from the project's folder
 */
export function functionFaults(functions: readonly FunctionConfig[], isThere: (path: string) => boolean): Fault[] {
  const checked = check(functionsSchema, functions, (path) => functionLabel(functions, path), 'lib/config/function.ts');
  const faults = 'faults' in checked ? checked.faults : [];
  const missing = functions.flatMap((one, index) =>
    (['entry', 'folder'] as const).flatMap((member) => {
      const path: unknown = { entry: undefined, folder: undefined, ...one }[member];
      return typeof path !== 'string' || isThere(path)
        ? []
        : [
            {
              what: functionLabel(functions, [index, member]),
              got: show(path),
              expected: `a ${member === 'entry' ? 'file' : 'folder'} that is there`,
              fix: 'create it, or correct the path',
            },
          ];
    }),
  );
  // Of a path that is none, it has been said.
  return [...faults, ...missing.filter(({ what }) => faults.every((other) => other.what !== what))];
}

/** The names by which routes, functions and an environment refer to each other. */
export interface FunctionLinks {
  readonly functions: readonly FunctionConfig[];
  readonly routes: readonly RouteConfig[];
  /** The name of the environment. */
  readonly name: string;
  /** The environment. Undefined where there is none of that name. */
  readonly base: Pick<Environment, 'functions'> | undefined;
}

/** The faults of names: a route or an environment names no function, or no route names a function. */
export function functionLinkFaults({ functions, routes, name, base }: FunctionLinks): Fault[] {
  const [first, ...others] = functions;
  if (first === undefined) {
    return [];
  }
  const names = functions.map((one) => one.name);
  const used = new Set(routes.map((route) => functionNameOf(route, [first, ...others])));
  return [
    ...routes.flatMap(({ function: named, method, path }, index) =>
      named === undefined || names.includes(named)
        ? []
        : [unknown(`config/routes.ts: routes[${index}].function (${method} ${path})`, show(named), named, names)],
    ),
    ...functions.flatMap((one, index) =>
      used.has(one.name) || routes.length === 0
        ? []
        : [
            {
              what: functionLabel(functions, [index]),
              got: 'no route',
              expected: 'a route that it answers',
              fix: `write function: ${show(one.name)} at one in config/routes.ts, or remove the function`,
            },
          ],
    ),
    ...Object.entries(base?.functions ?? {}).flatMap(([named, settings]) =>
      names.includes(named)
        ? []
        : [unknown(`config/environments.ts: ${name}.functions.${named}`, show(settings), named, names)],
    ),
  ];
}

/**
 * The functions with every default filled in.
 *
 * @param functions - right by themselves
 * @param name - of the environment
 * @param environment - right by itself
 * @returns them, or the faults between them and the environment
 */
export function resolveFunctions(
  functions: readonly FunctionConfig[],
  name: string,
  environment: ResolvedEnvironment,
): { readonly functions: Functions } | { readonly faults: readonly Fault[] } {
  const faults = functions.flatMap((one, index) => {
    const own = environment.functions[one.name] ?? {};
    /** A fault, at the place where the value was written. */
    const fault = (member: keyof FunctionSettings, expected: string, fix: string, got?: string): Fault[] =>
      own[member] === undefined && one[member] === undefined
        ? [] // It is the environment's, and a fault of that.
        : [
            {
              what:
                own[member] === undefined
                  ? functionLabel(functions, [index, member])
                  : `config/environments.ts: ${name}.functions.${one.name}.${member}`,
              got: got ?? show(own[member] ?? one[member]),
              expected,
              fix,
            },
          ];
    const { timeoutSeconds, gradualDelivery, variables } = resolved(one, environment);
    const size = Buffer.byteLength(Object.entries(variables).flat().join(''));
    const { integrationTimeoutSeconds, monitoring } = environment;
    return [
      ...(timeoutSeconds < integrationTimeoutSeconds
        ? []
        : fault(
            'timeoutSeconds',
            `less than the integration's timeout of ${integrationTimeoutSeconds} seconds in ${name}`,
            'shorten it, or API Gateway answers 503 before the function can say why it is slow',
          )),
      ...(gradualDelivery === undefined || monitoring !== undefined
        ? []
        : fault(
            'gradualDelivery',
            `monitoring beside it in ${name}, whose alarms are what moves callers back`,
            `add monitoring: {} to ${name}, or remove gradualDelivery`,
          )),
      ...(size <= MOST_OF_VARIABLES
        ? []
        : fault(
            'variables',
            `at most ${MOST_OF_VARIABLES} bytes of names and values: Lambda takes 4096 for all, of which the project needs some`,
            'keep what is long in a parameter or an object, and give the function its name',
            `${size} bytes in ${name}`,
          )),
    ];
  });
  return faults.length > 0
    ? { faults }
    : { functions: functions.map((one) => resolved(one, environment)) as unknown as Functions };
}

type Functions = readonly [ResolvedFunction, ...ResolvedFunction[]];

function resolved(one: FunctionConfig, environment: ResolvedEnvironment): ResolvedFunction {
  const { functionMemoryMiB, functionTimeoutSeconds, reservedConcurrency, logLevel, gradualDelivery } = environment;
  const settings = {
    memoryMiB: functionMemoryMiB,
    timeoutSeconds: functionTimeoutSeconds,
    architecture: 'arm64' as const,
    reservedConcurrency,
    logLevel,
    gradualDelivery,
    ...laidOver(one, environment.functions[one.name] ?? {}),
  };
  const delivery = settings.gradualDelivery;
  return {
    name: one.name,
    code: 'entry' in one ? { entry: one.entry } : { folder: one.folder, runtime: one.runtime, handler: one.handler },
    memoryMiB: settings.memoryMiB,
    timeoutSeconds: settings.timeoutSeconds,
    reservedConcurrency: settings.reservedConcurrency,
    variables: settings.variables,
    logLevel: settings.logLevel,
    vpc: settings.vpc,
    architecture: settings.architecture,
    gradualDelivery: delivery ? { strategy: 'canary-10-percent-10-minutes', ...delivery } : undefined,
  };
}

/** Settings over others: those that are given take the place of the others', and variables by their names. */
export function laidOver(
  base: FunctionSettings,
  own: FunctionSettings,
): FunctionSettings & Required<Pick<FunctionSettings, 'variables'>> {
  return { ...given(base), ...given(own), variables: { ...base.variables, ...own.variables } };
}

/** The settings that are given: one that is undefined is not. */
function given(settings: FunctionSettings): FunctionSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Names a place in `config/functions.ts`, with the name of the function beside it. */
function functionLabel(functions: readonly FunctionConfig[], path: readonly PropertyKey[]): string {
  const one = typeof path[0] === 'number' ? functions[path[0]] : undefined;
  return `config/functions.ts: functions${readable(path)}${one === undefined ? '' : ` (${one.name})`}`;
}

function unknown(what: string, got: string, named: string, names: readonly string[]): Fault {
  const meant = closest(named, names);
  return {
    what,
    got,
    expected: `one of ${names.join(', ')}, the functions of config/functions.ts`,
    fix: meant === undefined ? 'name one of them, or add it there' : `did you mean ${meant}?`,
  };
}
