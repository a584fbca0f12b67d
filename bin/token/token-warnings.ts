import type { Fault } from '../../lib/config/fault';
import { printable } from '../../local/gateway/authorizer/printable';
import { decodeToken } from '../../local/gateway/authorizer/token';
import { WSO2_PLACES } from '../support/wso2-places';
import { grantedScopes } from './granted-scopes';

/** What API Gateway will not like about a token. */
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
