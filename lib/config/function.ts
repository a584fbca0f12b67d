import type { Route } from '../api/types';
import type { GradualDeliveryConfig, LogLevel } from './features';

/**
 * The settings of one function. Those of an environment (`functionMemoryMiB` and so on) hold for every function; what
 * `config/functions.ts` says of a function goes before them, and what an environment says of that function, in
 * `functions: { NAME: … }`, before both.
 */
export interface FunctionSettings {
  /**
   * Memory, in MiB; CPU grows with it. 128–10240.
   *
   * @default - `functionMemoryMiB` of the environment
   */
  readonly memoryMiB?: number;

  /**
   * The longest time that one invocation may take, in seconds. Below `integrationTimeoutSeconds` of the environment.
   *
   * @default - `functionTimeoutSeconds` of the environment
   */
  readonly timeoutSeconds?: number;

  /**
   * The number of invocations that may run at once: set aside for this function, and no more than that. 1–10000.
   *
   * @default - `reservedConcurrency` of the environment
   */
  readonly reservedConcurrency?: number;

  /**
   * Environment variables, by their names: letters, digits and `_`, a letter first; none that Lambda or this project sets. They
   * are no place for a secret: who may look at the function sees them. Those of an environment are laid over those of the
   * function, name by name. At most 3584 bytes of names and values together, so that Lambda's 4096 leave room for the project's own.
   *
   * @default - those that the project sets
   */
  readonly variables?: Readonly<Record<string, string>>;

  /**
   * The least important lines that it logs.
   *
   * @default - `logLevel` of the environment
   */
  readonly logLevel?: LogLevel;

  /**
   * The network that it reaches out from. API Gateway invokes it all the same.
   *
   * @default - Lambda's own, which leads to the internet
   */
  readonly vpc?: FunctionVpc;

  /**
   * The processors that it runs on.
   *
   * @default 'arm64'
   */
  readonly architecture?: 'arm64' | 'x86_64';

  /**
   * Moves callers to a new version little by little; false, all at once. Needs `monitoring` of the environment.
   *
   * @default - `gradualDelivery` of the environment
   */
  readonly gradualDelivery?: GradualDeliveryConfig | false;
}

/** A place in a VPC that is there. Without a NAT gateway or endpoints it leads to nothing outside the VPC. */
export interface FunctionVpc {
  /** The id of the VPC: `vpc-0123456789abcdef0`. */
  readonly id: string;
  /** The ids of the subnets, of two availability zones or more: `subnet-0123456789abcdef0`. 1–16, unique. */
  readonly subnetIds: readonly string[];
  /**
   * The ids of security groups: `sg-0123456789abcdef0`. 1–5, unique.
   *
   * @default - one of its own, which lets everything out and nothing in
   */
  readonly securityGroupIds?: readonly string[];
}

/** A function in TypeScript or JavaScript, bundled by esbuild. */
export interface NodeFunctionConfig extends FunctionSettings {
  /**
   * The name of the function: in its log lines and metrics, in alarms, and in the logical ids of all functions but the first.
   * Lower-case letters, digits and single hyphens, a letter first. At most 40 characters.
   */
  readonly name: string;
  /** The file in `lambda/` that exports `handler`, as seen from the project's folder: `lambda/handler.ts`. */
  readonly entry: string;
}

/** A function of any runtime, whose folder is deployed as it stands. It is not run on a laptop: its routes answer 501 there. */
export interface FolderFunctionConfig extends FunctionSettings {
  /** As that of {@link NodeFunctionConfig}. */
  readonly name: string;
  /** The folder with the code and all that it needs, as seen from the project's folder: `python/report`. */
  readonly folder: string;
  /** Lambda's name of the runtime: `python3.13`. */
  readonly runtime: string;
  /** The code to call, as the runtime writes it: `report.handler`. */
  readonly handler: string;
}

/** A function of `config/functions.ts`. */
export type FunctionConfig = NodeFunctionConfig | FolderFunctionConfig;

/** All of them, at least one. */
export type FunctionConfigs = readonly [FunctionConfig, ...FunctionConfig[]];

/** A route of `config/routes.ts`. */
export interface RouteConfig<Name extends string = string> extends Route {
  /**
   * The name of the function that answers.
   *
   * @default - the first of `config/functions.ts`
   */
  readonly function?: Name;
}

/** The route keys among routes that a function answers, where `First` answers those that name none. */
export type KeysOf<R extends RouteConfig, First extends string, Name extends string> = R extends RouteConfig
  ? (R extends { readonly function: infer Named } ? Named : First) extends Name
    ? `${R['method']} ${R['path']}`
    : never
  : never;

/** A function with every default filled in, as an environment has it. */
export interface ResolvedFunction
  extends Required<Pick<FunctionSettings, 'memoryMiB' | 'timeoutSeconds' | 'variables' | 'logLevel' | 'architecture'>>,
    Pick<FunctionSettings, 'reservedConcurrency' | 'vpc'> {
  readonly name: string;
  readonly code: Pick<NodeFunctionConfig, 'entry'> | Pick<FolderFunctionConfig, 'folder' | 'runtime' | 'handler'>;
  readonly gradualDelivery?: Required<GradualDeliveryConfig>;
}

/** The name of the function that answers a route. */
export function functionNameOf(
  route: Pick<RouteConfig, 'function'>,
  functions: readonly [{ readonly name: string }, ...{ readonly name: string }[]],
): string {
  return route.function ?? functions[0].name;
}
