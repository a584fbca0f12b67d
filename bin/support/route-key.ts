import type { Route } from '../../lib/config/types';

/** A route as API Gateway names it: `GET /me`. */
export function routeKey({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
