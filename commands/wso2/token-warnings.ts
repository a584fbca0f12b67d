import type { Fault } from '../../lib/check/fault';
import { decodeToken, printable, tokenScopes } from '../../local/authorizer';
import { WSO2_PLACES } from './places';

/** Warnings about a token that API Gateway will refuse. */
export function tokenWarnings(token: string, asked: readonly string[]): Fault[] {
  if ('code' in decodeToken(token)) {
    return [
      {
        what: 'the token',
        got: 'one that is not a JWT',
        expected: 'a JWT: API Gateway answers 401 to any other',
        fix: `let the application get JWTs, in WSO2 IS: ${WSO2_PLACES.tokenType}`,
      },
    ];
  }
  const granted = grantedScopes(token);
  const missing = asked.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? []
    : [
        {
          what: 'the scopes of the token',
          got: printable(granted.join(' ')) || 'none',
          expected: asked.join(' '),
          fix: `authorize the application to ${missing.join(' ')}, in WSO2 IS: ${WSO2_PLACES.apiAuthorization}; for a user's token, give the user a role with it as well`,
        },
      ];
}

/**
 * The scopes in a token, which is where API Gateway looks for them. WSO2 IS leaves those out that it does not grant,
 * without a word; and with none left its answer has no `scope`, which by RFC 6749 would mean that all are granted.
 */
export function grantedScopes(token: string): readonly string[] {
  const decoded = decodeToken(token);
  return 'code' in decoded ? [] : tokenScopes(decoded.claims);
}
