import type { FunctionConfigs } from '../lib/config/function';

/**
 * The Lambda functions behind the routes. A route names its function in `config/routes.ts`; those that name none have the
 * first. The meaning of each value, its default and the values it may take stand in `lib/config/function.ts`.
 */
export const functions = [{ name: 'quotes', entry: 'lambda/handler.ts' }] as const satisfies FunctionConfigs;

/** The names of {@link functions}. */
export type FunctionName = (typeof functions)[number]['name'];
