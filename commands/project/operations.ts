import * as v from 'valibot';
import {
  BODY_CODES,
  CALLER_CODES,
  Fault,
  featureOperations,
  type Operation,
  operations,
  STATUS_OF,
} from '../../lambda/operations';
import type { Route } from '../../lib/api/types';
import { GATEWAY_BODIES, gatewayStatuses } from './gateway-answers';
import { routeKey } from './routes';

/** Routes as callers are told of them, by their keys. */
export type Operations = Readonly<Record<string, Operation>>;

/** Those of `lambda/operations`. */
export const OPERATIONS: Operations = { ...operations, ...featureOperations };

/** The codes that the function may refuse a request to a route with. */
export function codesOf({ access }: Pick<Route, 'access'>, { body, faults = [] }: Operation): readonly Code[] {
  const codes = [...(body ? BODY_CODES : []), ...('public' in access ? [] : CALLER_CODES), ...faults];
  return [...new Set(codes)];
}

type Code = keyof typeof STATUS_OF;

/** A body that a route accepts, to begin with. Undefined where the route reads none, or is none of ours. */
export function exampleBody(key: string): object | undefined {
  const examples = OPERATIONS[key]?.body?.examples ?? {};
  return Object.values(examples)[0] as object | undefined;
}

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * The differences between an answer and what callers are told of the route: of its status, and of each member of its body. None where
 * the answer holds to it, or where nobody described the route. What is not established of API Gateway's own answers is not looked at.
 *
 * @returns sentences; of what the answer holds, they name no more than members that should not be there
 */
export function answerFaults(route: Route, { status, body }: Answer, described: Operations = OPERATIONS): string[] {
  const operation = described[routeKey(route)];
  if (operation === undefined || status === 429 || route.method === 'HEAD') {
    return [];
  }
  const isGateways = gatewayStatuses(route.access).some(
    (own) => own === status && body === JSON.stringify(GATEWAY_BODIES[own]),
  );
  if (isGateways) {
    return [];
  }
  const value = jsonOf(body);
  if (value === undefined) {
    return ['the body is not JSON'];
  }
  const result = v.safeParse(status === 200 ? operation.answer.schema : Fault, value);
  if (!result.success) {
    return result.issues.map(
      ({ path, expected }) =>
        `body${(path ?? []).map(({ key }) => `.${key}`).join('')}: expected ${expected ?? 'another value'}`,
    );
  }
  if (status === 200) {
    return [];
  }
  const { code } = result.output as Fault;
  if (code === 'internal_error') {
    return status === 500 ? [] : [`the status of ${code} is 500`];
  }
  return codesOf(route, operation).includes(code) && STATUS_OF[code] === status
    ? []
    : [`${status} ${code} is no answer of the route`];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
