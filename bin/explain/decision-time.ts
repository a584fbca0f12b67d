import type { Fault } from '../../lib/config/fault';
import { show } from '../../lib/config/fault';
import type { TokenFacts } from './token-facts';

/** A point in time, or the time that a claim of the token names. */
export type DecisionTime = { readonly ms: number } | { readonly claim: 'iat' };

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
const SECONDS = /^\d{1,11}$/;

/** Reads the value of `--at`: ISO 8601 with a time zone, seconds since 1970, or `iat`. */
export function readDecisionTime(value: string): DecisionTime | Fault {
  if (value === 'iat') {
    return { claim: value };
  }
  const ms = SECONDS.test(value) ? Number(value) * 1000 : ISO.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms)
    ? {
        what: '--at',
        got: show(value),
        expected: 'ISO 8601 with a time zone, seconds since 1970, or iat',
        fix: 'write --at 2026-01-31T12:00:00Z, or --at iat for the moment the token was issued',
      }
    : { ms };
}

/** The time in milliseconds since 1970; a fault when the token has no such claim. */
export function resolveDecisionTime(time: DecisionTime, { claims }: TokenFacts): number | Fault {
  if ('ms' in time) {
    return time.ms;
  }
  const seconds = claims[time.claim];
  // Beyond it a Date holds no time.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12
    ? seconds * 1000
    : {
        what: `--at ${time.claim}`,
        got: `a token without a readable ${time.claim}`,
        expected: `a JWT with ${time.claim}`,
        fix: 'give a time: --at 2026-01-31T12:00:00Z',
      };
}
