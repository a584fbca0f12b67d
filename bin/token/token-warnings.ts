import type { Fault } from '../../lib/config/fault';
import { decodeToken } from '../../local/gateway/authorizer/token';
import { grantedScopes } from './granted-scopes';

/** What API Gateway will not like about a token. */
export function tokenWarnings(token: string, asked: readonly string[]): Fault[] {
  if ('code' in decodeToken(token)) {
    return [
      {
        what: 'the token',
        got: 'one that is not a JWT',
        expected: 'a JWT: API Gateway answers 401 to any other',
        fix: 'set the access token type of the application to JWT, in WSO2 IS: Console › Applications › yours › Protocol › Access Token (5.x, 6.x: Service Providers › yours › Inbound Authentication › OAuth › Token Issuer)',
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
          got: granted.join(' ') || 'none',
          expected: asked.join(' '),
          fix: `authorize the application to ${missing.join(' ')}, in WSO2 IS: Console › Applications › yours › API Authorization; for a user's token, give the user a role with it as well`,
        },
      ];
}
