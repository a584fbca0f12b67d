import type { Route } from '../lib/api/types';

/**
 * The routes of the API: method, path, and who may call them. Each route has a function of the same route key in
 * `lambda/handler.ts`; a route without code, or code without a route, does not compile.
 */
export const routes = [
  { method: 'GET', path: '/health', access: { public: 'load balancers and uptime monitors probe it' } },
  { method: 'GET', path: '/me', access: { anyToken: 'callers see only their own identity' } },
  {
    method: 'POST',
    path: '/quotes',
    access: { scopes: ['quotes:write'] },
    throttle: { rateLimit: 50, burstLimit: 100 },
  },
] as const satisfies readonly Route[];

type KeyOf<R> = R extends Route ? `${R['method']} ${R['path']}` : never;

/** The route keys of {@link routes}, as API Gateway writes them: `GET /me`. */
export type RouteKey = KeyOf<(typeof routes)[number]>;
