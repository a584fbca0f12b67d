import type { KeysOf, RouteConfig } from '../lib/config/function';
import type { FunctionName, functions } from './functions';

/**
 * The routes of the API: method, path, who may call them, and which function answers: the first of `config/functions.ts` where a
 * route names none. Each route has code of the same route key in the table of its function, as in `lambda/handler.ts`,
 * and what callers are told of it in `lambda/operations/index.ts`; a route without one of them does not compile.
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
] as const satisfies readonly RouteConfig<FunctionName>[];

/** The route keys of {@link routes} that a function answers, as API Gateway writes them: `GET /me`. */
export type RouteKeyOf<Name extends FunctionName> = KeysOf<
  (typeof routes)[number],
  (typeof functions)[0]['name'],
  Name
>;

/** The route keys of all functions. */
export type RouteKey = RouteKeyOf<FunctionName>;
