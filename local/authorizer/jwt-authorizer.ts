import { checkAlgorithm } from './algorithm';
import { checkAudience, checkExpiry, checkIssuedAt, checkIssuer, checkNotBefore } from './claims';
import { CHECKS, type Check, type Decision, type FailedCheck, fail, type KeysUsed, notReached, pass } from './decision';
import { type IdentityRequest, parseIdentitySource, prefixFault, tokenOf } from './identity-source';
import { checkKeys, checkWithoutKeys, type KeyChecks, kidOf } from './key-checks';
import type { KeySource, VerificationKey } from './keys';
import { createRecent } from './recent';
import { refusalFor } from './refusal';
import { checkScope, tokenScopes } from './scope';
import { checkSignature } from './signature';
import { type DecodedToken, decodeToken } from './token';

/** A JWT authorizer as a template has it, all references resolved to values. */
export interface JwtAuthorizerModel {
  /** The logical id of the `AWS::ApiGatewayV2::Authorizer`. */
  readonly id: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** `$request.header.NAME` or `$request.querystring.NAME`. */
  readonly identitySource: string;
}

/** The dependencies of an authorizer. */
export interface JwtAuthorizerProps {
  /** The keys of the authorizer's issuer. */
  readonly keys: KeySource;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** Decides whether a request may reach its route. */
export interface JwtAuthorizer {
  /**
   * Decides about a request: at once when the token or its key are known, else when the keys have come. Never throws and
   * never rejects: what goes wrong in here is a refusal.
   *
   * @param routeScopes - the route's `AuthorizationScopes`; empty when any valid token will do
   */
  authorize(request: IdentityRequest, routeScopes: readonly string[]): Decision | Promise<Decision>;
}

/** A token whose signature was verified, and the key that did it. */
interface Verified {
  readonly token: DecodedToken;
  readonly key: VerificationKey;
}

/** The number of verified tokens in one generation of the memory. */
const REMEMBERED = 1000;

/**
 * A JWT authorizer as API Gateway's HTTP APIs have it. Where AWS's behaviour is not established it refuses, so that no
 * token is let in here that is not let in there.
 *
 * A verified signature is remembered with the exact token and for as long as the key source hands out that very key
 * object; everything else is checked for every request.
 *
 * @throws Error when the identity source is not understood
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function createJwtAuthorizer(
  model: Pick<JwtAuthorizerModel, 'issuer' | 'audience' | 'identitySource'>,
  { keys, now }: JwtAuthorizerProps,
): JwtAuthorizer {
  const { issuer, audience } = model;
  const source = parseIdentitySource(model.identitySource);
  const remembered = createRecent<string, Verified>(REMEMBERED);

  const tokenFound = pass('token', `a token in ${source.expression}`, `a token in ${source.expression}`);

  function start(request: IdentityRequest, routeScopes: readonly string[]): Decision | Promise<Decision> {
    const raw = tokenOf(request, source);
    if (raw === undefined) {
      return refuseEarly([], fail('token', 'no-token', 'none', tokenFound.expected), routeScopes);
    }
    const seen = remembered.get(raw);
    const token = seen?.token ?? decodeToken(raw);
    if ('code' in token) {
      const { found, expected } = prefixFault(raw) ?? token;
      return refuseEarly([tokenFound], fail('format', token.code, found, expected), routeScopes);
    }
    const algorithm = checkAlgorithm(token.header);
    const kid = kidOf(token);
    const facts = { raw, token, seen, algorithm, routeScopes };
    if (kid === undefined || algorithm.result === 'fail') {
      return decide(facts, checkWithoutKeys(kid), undefined);
    }
    const lookup = keys.find(kid);
    if ('kind' in lookup) {
      return decide(facts, checkKeys(kid, lookup), FROM_MEMORY);
    }
    const asked = performance.now();
    return lookup.then((answer) =>
      decide(facts, checkKeys(kid, answer), { from: 'issuer', milliseconds: performance.now() - asked }),
    );
  }

  function decide(facts: Facts, keyChecks: KeyChecks, keys: KeysUsed | undefined): Decision {
    const { raw, token, seen, algorithm, routeScopes } = facts;
    const { claims } = token;
    const { key } = keyChecks;
    const time = now();
    const signature = key ? checkSignature(token, key, seen?.key === key) : notReached('signature');
    const expiry = checkExpiry(claims, time);
    if (expiry.result === 'fail') {
      remembered.delete(raw);
    } else if (key && signature.result === 'pass' && seen?.key !== key) {
      remembered.set(raw, { token, key });
    }
    const checks = [
      tokenFound,
      WELL_FORMED,
      algorithm,
      keyChecks.discovery,
      keyChecks.keys,
      keyChecks.kid,
      signature,
      checkIssuer(claims, issuer),
      checkAudience(claims, audience),
      expiry,
      checkNotBefore(claims, time),
      checkIssuedAt(claims, time),
      checkScope(claims, routeScopes),
    ];
    const failed = checks.find(isFailed);
    if (failed) {
      return { allowed: false, checks, failed, refusal: refusalFor(failed, routeScopes), keys, claims };
    }
    if (keys === undefined || checks.some(({ result }) => result !== 'pass')) {
      throw new Error('a check was passed over');
    }
    return { allowed: true, checks, keys, claims, scopes: routeScopes.length > 0 ? tokenScopes(claims) : null };
  }

  return {
    authorize(request, routeScopes) {
      try {
        const decision = start(request, routeScopes);
        return 'allowed' in decision ? decision : decision.catch((error) => refuseForFault(error, routeScopes));
      } catch (error) {
        return refuseForFault(error, routeScopes);
      }
    },
  };
}

interface Facts {
  readonly raw: string;
  readonly token: DecodedToken;
  readonly seen: Verified | undefined;
  readonly algorithm: Check;
  readonly routeScopes: readonly string[];
}

const FROM_MEMORY: KeysUsed = { from: 'memory' };

const WELL_FORMED = pass('format', 'a JWT', 'a JWT');

function isFailed(check: Check): check is FailedCheck {
  return check.result === 'fail';
}

/** A refusal for a check after which there is nothing left to look at. */
function refuseEarly(passed: readonly Check[], failed: FailedCheck, routeScopes: readonly string[]): Decision {
  const known = [...passed, failed];
  const checks = [...known, ...CHECKS.slice(known.length).map(notReached)];
  return { allowed: false, checks, failed, refusal: refusalFor(failed, routeScopes) };
}

/** A refusal for a fault of the authorizer's own. By its name only: a message may quote the token. */
function refuseForFault(error: unknown, routeScopes: readonly string[]): Decision {
  const name = error instanceof Error ? error.name : typeof error;
  const failed = fail('token', 'internal', `the authorizer failed: ${name}`, 'a token that can be decided about');
  return refuseEarly([], failed, routeScopes);
}
