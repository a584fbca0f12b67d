import type { ThrottleModel } from './model';

/** Takes one token, if there is one. */
export type TokenBucket = () => boolean;

/**
 * A token bucket: full at first, refilled continuously.
 *
 * @param now - the current time, in milliseconds
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function createTokenBucket({ rateLimit, burstLimit }: ThrottleModel, now: () => number): TokenBucket {
  let tokens = burstLimit;
  let refilledAt = now();
  return () => {
    const time = now();
    // A clock may be set back; that takes no tokens away.
    tokens = Math.min(burstLimit, tokens + (Math.max(0, time - refilledAt) * rateLimit) / 1000);
    refilledAt = time;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  };
}
