import { genericGrantRequest, type TokenEndpointResponse } from 'openid-client';
import type { IssuerClient } from './issuer-client';
import { scopeOf } from './scope-of';
import type { User } from './user-of';

/** A token for the user whose name and password are given: RFC 6749 section 4.3. */
export function userPassword(
  client: IssuerClient,
  { username, password }: User,
  scopes: readonly string[],
): Promise<TokenEndpointResponse> {
  const parameters = { username, password, ...scopeOf(scopes) };
  return client.ask('password', (configuration) => genericGrantRequest(configuration, 'password', parameters), [
    password,
  ]);
}
