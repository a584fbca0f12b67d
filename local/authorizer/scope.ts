import { isStrings } from './claims';
import { type Check, type Claims, fail, type Json, pass } from './decision';
import { printable, printableMember } from './printable';

/**
 * At least one of the route's scopes is in the token's `scope` or `scp`; on a route without scopes, always.
 *
 * Scopes are compared whole and case-sensitively. Which of the two claims API Gateway takes when a token has both is not
 * established, so that each must hold a scope of the route: such a token passes whichever is taken.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function checkScope(claims: Claims, routeScopes: readonly string[]): Check {
  const { scope, scp } = claims;
  const found = printableMember('scope', scope) + (scp === undefined ? '' : `, ${printableMember('scp', scp)}`);
  if (routeScopes.length === 0) {
    return pass('scope', found, 'any: the route asks for none');
  }
  const expected = `one of ${printable(JSON.stringify(routeScopes))}`;
  const granted = [scope, scp].filter((claim) => claim !== undefined).map(scopesIn);
  return granted.length > 0 && granted.every((scopes) => scopes.some((name) => routeScopes.includes(name)))
    ? pass('scope', found, expected)
    : fail('scope', 'scope', found, expected);
}

/**
 * All scopes of a token, for `requestContext.authorizer.jwt.scopes`: those of `scp` where both are present, as floci
 * observed.
 */
export function tokenScopes({ scope, scp }: Claims): readonly string[] {
  return scopesIn(scp === undefined ? scope : scp);
}

function scopesIn(claim: Json | undefined): readonly string[] {
  if (typeof claim === 'string') {
    return claim.split(' ').filter((name) => name !== '');
  }
  return isStrings(claim) ? claim : [];
}
