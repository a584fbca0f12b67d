import type { ExactNumber } from './exact-number';

/** A JSON value, as a token's claims hold it. */
export type Json = string | number | ExactNumber | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The claims of a token, by name. */
export type Claims = { readonly [name: string]: Json };

/**
 * The checks, in the order in which API Gateway documents them: the first one that fails decides.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const CHECKS = [
  'token',
  'format',
  'algorithm',
  'discovery',
  'keys',
  'kid',
  'signature',
  'issuer',
  'audience',
  'expiry',
  'not-before',
  'issued-at',
  'scope',
] as const;

export type CheckName = (typeof CHECKS)[number];

/**
 * The exact failure, for programs to branch on. Stable: `REFUSALS` (refusal.ts) holds the text that goes with each.
 */
export type FailureCode =
  | 'no-token'
  | 'too-long'
  | 'segments'
  | 'not-base64url'
  | 'not-json'
  | 'critical-header'
  | 'no-algorithm'
  | 'algorithm'
  | 'discovery'
  | 'jwks'
  | 'no-kid'
  | 'unknown-kid'
  | 'unusable-key'
  | 'key-algorithm'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'bad-expiry'
  | 'not-yet-valid'
  | 'bad-not-before'
  | 'issued-in-future'
  | 'bad-issued-at'
  | 'scope'
  | 'internal';

/** One check with its evidence. Neither `found` nor `expected` ever holds a token or a part of a signature. */
export interface Check {
  readonly name: CheckName;
  /** `not reached`: an earlier failure left nothing to look at. */
  readonly result: 'pass' | 'fail' | 'not reached';
  /** The value in the token, the request or the issuer's documents. Empty when not reached. */
  readonly found: string;
  /** The value that would pass. Empty when not reached. */
  readonly expected: string;
  /** Set when, and only when, the check failed. */
  readonly code?: FailureCode;
}

/** A check that failed. */
export interface FailedCheck extends Check {
  readonly result: 'fail';
  readonly code: FailureCode;
}

/** The refusal for the client and the access log. */
export interface Refusal {
  /** 401: no token, or one that is not valid. 403: a valid token without a scope of the route. */
  readonly status: 401 | 403;
  /** The response body, byte for byte. */
  readonly body: string;
  /** The `www-authenticate` header; absent where no capture of API Gateway shows one. */
  readonly wwwAuthenticate?: string;
  /** `$context.authorizer.error` in the access log. */
  readonly error: string;
}

/**
 * The authorizer's answer. The HTTP response, the log line and `explain` all print this one value, so that they cannot
 * disagree.
 */
export type Decision =
  | {
      readonly allowed: true;
      readonly checks: readonly Check[];
      readonly keys: KeysUsed;
      readonly claims: Claims;
      /** `requestContext.authorizer.jwt.scopes`: all of the token's scopes on a scoped route, null on another. */
      readonly scopes: readonly string[] | null;
    }
  | {
      readonly allowed: false;
      readonly checks: readonly Check[];
      /** The check that decided: the first of `checks` that failed. */
      readonly failed: FailedCheck;
      readonly refusal: Refusal;
      /** Absent where no keys were asked for. */
      readonly keys?: KeysUsed;
      /** The claims, where they could be read. Not verified unless the signature check passed. */
      readonly claims?: Claims;
    };

/** The source of the keys that a token was checked with. */
export type KeysUsed =
  /** They were held already. */
  | { readonly from: 'memory' }
  /** They were fetched, or could not be; for so long the request waited. */
  | { readonly from: 'issuer'; readonly milliseconds: number };

/** A check that passed. */
export function pass(name: CheckName, found: string, expected: string): Check {
  return { name, result: 'pass', found, expected };
}

/** A check that failed, and how. */
export function fail(name: CheckName, code: FailureCode, found: string, expected: string): FailedCheck {
  return { name, result: 'fail', found, expected, code };
}

/** A check for which an earlier failure left nothing to look at. */
export function notReached(name: CheckName): Check {
  return { name, result: 'not reached', found: '', expected: '' };
}
