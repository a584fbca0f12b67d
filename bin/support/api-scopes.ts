import type { Config } from '../../lib/config/types';

/** All scopes that the routes ask for, each once, in the order of the routes. */
export function apiScopes({ routes }: Pick<Config, 'routes'>): string[] {
  return [...new Set(routes.flatMap(({ access }) => ('scopes' in access ? access.scopes : [])))];
}
