import type { ResolvedEnvironment } from '../../lib/config/environment';
import type { FunctionLoad } from './function-load';

/** A limit, and how much of it each request per second takes. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  /** The part of the limit that one request per second takes. */
  readonly perRequest: number;
  /** The way to raise it. */
  readonly raise: string;
}

/** API Gateway's default for an account and region, over all its APIs. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const ACCOUNT_REQUESTS = 10_000;

/** Lambda's default for an account and region. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ACCOUNT_CONCURRENCY = 1_000;

/** The most requests that one execution environment serves in a second, however short an invocation is. */
const REQUESTS_OF_AN_ENVIRONMENT = 10;

/**
 * The limits that grow with the requests, ours first, and then those of an AWS account as it comes. Each function that has concurrency
 * reserved has a limit of its own; the others share that of the account.
 */
export function quotasOf(
  { throttle }: Pick<ResolvedEnvironment, 'throttle'>,
  { durationMs }: { readonly durationMs: number },
  functions: readonly Pick<FunctionLoad, 'name' | 'share' | 'reservedConcurrency'>[],
): Quota[] {
  const reserved = functions.flatMap(({ name, share, reservedConcurrency: limit }) =>
    limit === undefined
      ? []
      : concurrencyQuotas({
          name: functions.length === 1 ? 'reserved concurrency' : `reserved concurrency of ${name}`,
          limit,
          share,
          durationMs,
          raise: '`reservedConcurrency`; above 900, Service Quotas: Lambda, L-B99A9384',
        }),
  );
  const others = functions.filter(({ reservedConcurrency }) => reservedConcurrency === undefined);
  const taken = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return [
    {
      name: 'throttle of the stage, requests/s',
      limit: throttle.rateLimit,
      perRequest: 1,
      raise: '`throttle` of the environment',
    },
    {
      name: 'throttle of the account, requests/s',
      limit: ACCOUNT_REQUESTS,
      perRequest: 1,
      raise: 'Service Quotas: API Gateway, L-8A5B8E43',
    },
    ...reserved,
    ...(others.length === 0
      ? []
      : concurrencyQuotas({
          name: `concurrency of the account${taken > 0 ? ', less what is reserved' : ''}`,
          limit: ACCOUNT_CONCURRENCY - taken,
          share: others.reduce((sum, { share }) => sum + share, 0),
          durationMs,
          raise: 'Service Quotas: Lambda, L-B99A9384',
        })),
  ];
}

/** Concurrency is a limit twice: of invocations at once, and of requests a second. */
function concurrencyQuotas(of: {
  readonly name: string;
  readonly limit: number;
  readonly share: number;
  readonly durationMs: number;
  readonly raise: string;
}): Quota[] {
  return [
    {
      name: `${of.name}, invocations at once`,
      limit: of.limit,
      perRequest: (of.share * of.durationMs) / 1000,
      raise: of.raise,
    },
    {
      name: 'the same, in requests/s: 10 for each',
      limit: of.limit * REQUESTS_OF_AN_ENVIRONMENT,
      perRequest: of.share,
      raise: 'the same',
    },
  ];
}
