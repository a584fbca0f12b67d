import { clientCredentialsGrant, genericGrantRequest, type TokenEndpointResponse } from 'openid-client';
import type { CommandIo } from '../kit/command';
import { promptSecret, promptText } from '../kit/prompt';
import { type IssuerClient, scopeOf } from './issuer-client';

/** A token for the application itself. */
export function clientCredentials(client: IssuerClient, scopes: readonly string[]): Promise<TokenEndpointResponse> {
  return client.ask('client_credentials', (configuration) => clientCredentialsGrant(configuration, scopeOf(scopes)));
}

/**
 * A token for a user by name and password (RFC 6749 section 4.3): the name as given, from WSO2_USERNAME or typed; the
 * password from WSO2_PASSWORD, or typed unseen.
 *
 * @throws CommandError when one of them is nowhere, or the issuer gives no token
 */
export async function userPassword(
  client: IssuerClient,
  scopes: readonly string[],
  given: string | undefined,
  io: CommandIo,
): Promise<TokenEndpointResponse> {
  const username =
    given ||
    io.env['WSO2_USERNAME'] ||
    (await promptText("the user's name", 'write --username NAME, or set WSO2_USERNAME', io));
  const password =
    io.env['WSO2_PASSWORD'] || (await promptSecret(`the password of ${username}`, 'set WSO2_PASSWORD', io));
  const parameters = { username, password, ...scopeOf(scopes) };
  io.secrets.hide(password);
  return client.ask('password', (configuration) => genericGrantRequest(configuration, 'password', parameters));
}
