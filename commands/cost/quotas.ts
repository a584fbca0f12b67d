import type { ResolvedEnvironment } from '../../lib/config/environment';

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

/** The limits that grow with the requests, ours first, and then those of an AWS account as it comes. */
export function quotasOf(
  { throttle, reservedConcurrency }: ResolvedEnvironment,
  { durationMs }: { readonly durationMs: number },
): Quota[] {
  const concurrency = reservedConcurrency ?? ACCOUNT_CONCURRENCY;
  const raise =
    reservedConcurrency === undefined
      ? 'Service Quotas: Lambda, L-B99A9384'
      : '`reservedConcurrency`; above 900, Service Quotas: Lambda, L-B99A9384';
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
    {
      name: `${reservedConcurrency === undefined ? 'concurrency of the account' : 'reserved concurrency'}, invocations at once`,
      limit: concurrency,
      perRequest: durationMs / 1000,
      raise,
    },
    {
      name: 'the same, in requests/s: 10 for each',
      limit: concurrency * REQUESTS_OF_AN_ENVIRONMENT,
      perRequest: 1,
      raise: 'the same',
    },
  ];
}
