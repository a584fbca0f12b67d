import { costOf } from './cost-of';
import { SECONDS_PER_MONTH } from './load';
import { PRICES } from './prices';

/** A Lambda authorizer that would check the same tokens. */
export interface AuthorizerLoad {
  /** How long it takes for one token, with the keys at hand. */
  readonly durationMs: number;
  readonly memoryMiB: number;
  /** How many tokens are in use at any time. */
  readonly tokens: number;
  /** How long API Gateway remembers its verdict on a token. 0 is not at all, 3600 the most. */
  readonly cacheSeconds: number;
}

/** The authorizer that the estimate compares with. */
export const LAMBDA_AUTHORIZER = { durationMs: 5, memoryMiB: 256, tokens: 1_000 } as const;

/**
 * What a Lambda authorizer costs in a month, in US dollars, besides what the requests cost anyway: its invocations and
 * their duration.
 */
export function authorizerCost(
  { durationMs, memoryMiB, tokens, cacheSeconds }: AuthorizerLoad,
  requestsPerSecond: number,
): number {
  const perSecond = cacheSeconds === 0 ? requestsPerSecond : Math.min(requestsPerSecond, tokens / cacheSeconds);
  const invocations = perSecond * SECONDS_PER_MONTH;
  return (
    costOf(PRICES.lambdaRequest, invocations) +
    costOf(PRICES.lambdaDuration, (invocations * durationMs * memoryMiB) / 1000 / 1024)
  );
}
