import type * as v from 'valibot';
import type { RouteKey } from '../../config/routes';
import { health } from './health';
import { me } from './me';
import type { Operation } from './operation';
import { quotes } from './quotes';
import { resourceMetadata } from './resource-metadata';

export { STATUS_OF } from '../http-error';
export { BODY_CODES, CALLER_CODES, Fault, REFUSALS } from './faults';
export type { Content, Operation, Parameter } from './operation';

/**
 * Every route as callers are told of it. A route that is missing here, or one that `config/routes.ts` does not have, does not
 * compile. The functions take types from here and nothing else, so that no description gets into a bundle.
 */
export const operations = {
  'GET /health': health,
  'GET /me': me,
  'POST /quotes': quotes,
} as const satisfies Record<RouteKey, Operation>;

/** The routes that a feature of an environment adds, likewise. */
export const featureOperations = {
  'GET /.well-known/oauth-protected-resource': resourceMetadata,
} as const satisfies Record<string, Operation>;

/** The body of a route's 200. Of a route that is missing above, which is one error already, any object. */
export type AnswerOf<Key extends string> = Key extends keyof typeof operations
  ? v.InferOutput<(typeof operations)[Key]['answer']['schema']>
  : object;
