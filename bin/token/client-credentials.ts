import { clientCredentialsGrant, type TokenEndpointResponse } from 'openid-client';
import type { IssuerClient } from './issuer-client';
import { scopeOf } from './scope-of';

/** A token for the application itself. */
export function clientCredentials(client: IssuerClient, scopes: readonly string[]): Promise<TokenEndpointResponse> {
  return client.ask('client_credentials', (configuration) => clientCredentialsGrant(configuration, scopeOf(scopes)));
}
