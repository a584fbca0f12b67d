import type { Config } from '../../lib/config/environment';
import { functionNameOf, type ResolvedFunction } from '../../lib/config/function';

/** A function, and the share of the requests that it answers. */
export interface FunctionLoad
  extends Pick<ResolvedFunction, 'name' | 'memoryMiB' | 'architecture' | 'reservedConcurrency'> {
  /** Above 0, at most 1: each route is called as often as any other. */
  readonly share: number;
}

/**
 * The functions of an environment with their shares.
 *
 * @param memoryMiB - of every function. Default: each its own
 */
export function functionLoads(
  { functions, routes }: Pick<Config, 'functions' | 'routes'>,
  memoryMiB?: number,
): FunctionLoad[] {
  return functions.map(({ name, architecture, reservedConcurrency, ...own }) => ({
    name,
    architecture,
    reservedConcurrency,
    memoryMiB: memoryMiB ?? own.memoryMiB,
    share: routes.filter((route) => functionNameOf(route, functions) === name).length / routes.length,
  }));
}
