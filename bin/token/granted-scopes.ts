import { tokenScopes } from '../../local/gateway/authorizer/scope';
import { decodeToken } from '../../local/gateway/authorizer/token';

/**
 * The scopes in a token, which is where API Gateway looks for them. WSO2 IS leaves those out that it does not grant,
 * without a word; and with none left its answer has no `scope`, which by RFC 6749 would mean that all are granted.
 */
export function grantedScopes(token: string): readonly string[] {
  const decoded = decodeToken(token);
  return 'code' in decoded ? [] : tokenScopes(decoded.claims);
}
