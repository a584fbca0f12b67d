import { type Check, type Claims, fail, type Json, pass } from './decision';
import { ExactNumber } from './exact-number';
import { printable, printableMember, timeText } from './printable';

// Each check looks at one claim and knows nothing of the others. All are of
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html; what that page leaves open
// is refused, and said so.

/** `iss` is the configured issuer, character for character. */
export function checkIssuer(claims: Claims, issuer: string): Check {
  const found = printableMember('iss', claims['iss']);
  const expected = printableMember('iss', issuer);
  return claims['iss'] === issuer ? pass('issuer', found, expected) : fail('issuer', 'issuer', found, expected);
}

/**
 * `aud`, or one of its elements, is one of the configured audiences. `client_id` stands in for it only when there is no
 * `aud` at all: an `aud` that is null, empty, or neither a string nor an array of strings is there, and matches nothing.
 */
export function checkAudience(claims: Claims, audience: readonly string[]): Check {
  const { aud, client_id } = claims;
  const candidates = isStrings(aud) ? aud : [aud === undefined ? client_id : aud];
  const found = aud === undefined ? `no aud, ${printableMember('client_id', client_id)}` : printableMember('aud', aud);
  const expected = `one of ${printable(JSON.stringify(audience))}`;
  return candidates.some((candidate) => typeof candidate === 'string' && audience.includes(candidate))
    ? pass('audience', found, expected)
    : fail('audience', 'audience', found, expected);
}

/** `exp` is after now. A token without it is refused; what API Gateway does is not established. */
export function checkExpiry(claims: Claims, now: number): Check {
  const exp = secondsOf(claims['exp']);
  if (exp === undefined) {
    return fail('expiry', 'bad-expiry', printableMember('exp', claims['exp']), 'a time, in seconds since 1970');
  }
  // Whole seconds: a fraction must not make a token live longer here than where it is cut off.
  return Math.floor(exp) * 1000 > now
    ? pass('expiry', `expires ${timeText(exp)}`, `after ${timeText(now / 1000)}`)
    : fail('expiry', 'expired', `expired ${timeText(exp)}`, `after ${timeText(now / 1000)}`);
}

/** `nbf`, if there is one, is not after now. */
export function checkNotBefore(claims: Claims, now: number): Check {
  if (claims['nbf'] === undefined) {
    return pass('not-before', 'no nbf', `none, or not after ${timeText(now / 1000)}`);
  }
  const nbf = secondsOf(claims['nbf']);
  if (nbf === undefined) {
    return fail(
      'not-before',
      'bad-not-before',
      printableMember('nbf', claims['nbf']),
      'none, or a time in seconds since 1970',
    );
  }
  return nbf * 1000 <= now
    ? pass('not-before', `valid from ${timeText(nbf)}`, `not after ${timeText(now / 1000)}`)
    : fail('not-before', 'not-yet-valid', `valid from ${timeText(nbf)}`, `not after ${timeText(now / 1000)}`);
}

/** `iat` is not after now. A token without it is refused; what API Gateway does is not established. */
export function checkIssuedAt(claims: Claims, now: number): Check {
  const iat = secondsOf(claims['iat']);
  if (iat === undefined) {
    return fail('issued-at', 'bad-issued-at', printableMember('iat', claims['iat']), 'a time, in seconds since 1970');
  }
  return iat * 1000 <= now
    ? pass('issued-at', `issued ${timeText(iat)}`, `not after ${timeText(now / 1000)}`)
    : fail('issued-at', 'issued-in-future', `issued ${timeText(iat)}`, `not after ${timeText(now / 1000)}`);
}

/** True where a claim is an array of strings only. */
export function isStrings(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

/** The farthest time, in seconds from 1970, that a Date can hold; a greater one is no time. */
const MAX_SECONDS = 8.64e12;

/** A time as a double, whatever its digits; undefined when the claim is none. */
function secondsOf(claim: Json | undefined): number | undefined {
  const seconds = claim instanceof ExactNumber ? Number(claim) : claim;
  return typeof seconds === 'number' && Math.abs(seconds) <= MAX_SECONDS ? seconds : undefined;
}
