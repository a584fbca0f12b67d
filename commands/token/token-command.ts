import type { TokenEndpointResponse } from 'openid-client';
import { printable } from '../../local/authorizer';
import type { Command, CommandIo } from '../kit/command';
import { warn } from '../kit/execute';
import { configOf, refusePlaceholders } from '../project/config-flags';
import { apiScopes } from '../project/routes';
import { clientCredentials, userPassword } from '../wso2/client-credentials';
import { readClientCertificate } from '../wso2/connection';
import { connectClient, type IssuerClient } from '../wso2/issuer-client';
import { grantedScopes, tokenWarnings } from '../wso2/token-warnings';
import { authorizationCode } from './authorization-code';
import { TOKEN_FLAGS, type TokenOptions, tokenOptions } from './token-options';

/** For how long a user may take to sign in, in milliseconds. */
const SIGN_IN_MS = 300_000;

/** `npm run token`: an access token of the configured issuer, alone on standard output. */
export const tokenCommand: Command<typeof TOKEN_FLAGS> = {
  name: 'npm run token',
  summary:
    'Prints an access token of the configured issuer, and nothing else, on standard output. The client secret is WSO2_CLIENT_SECRET, what npm run register left, or typed; a password is WSO2_PASSWORD, or typed.',
  flags: TOKEN_FLAGS,
  async run(given, io) {
    const options = tokenOptions(given);
    const config = configOf(given.flags.context);
    refusePlaceholders(config, given.flags.context, ['issuer', ...(options.client === undefined ? ['clientIds'] : [])]);
    const scopes = options.scopes ?? apiScopes(config);
    const clientCertificate = readClientCertificate(given.flags);
    const client = await connectClient(config, { ...options, ca: given.flags.ca, clientCertificate }, io);

    const { access_token: token } = await ask(client, scopes, options, io);
    const warnings = tokenWarnings(token, scopes);
    warn(warnings, io);
    if (warnings.length === 0) {
      io.err(`a token for ${client.clientId}, scopes: ${printable(grantedScopes(token).join(' ')) || 'none'}`);
    }
    io.out(token);
    return 0;
  },
};

async function ask(
  client: IssuerClient,
  scopes: readonly string[],
  { grant, username, redirectPort }: TokenOptions,
  io: CommandIo,
): Promise<TokenEndpointResponse> {
  switch (grant) {
    case 'client_credentials':
      return clientCredentials(client, scopes);
    case 'password':
      return userPassword(client, scopes, username, io);
    case 'authorization_code': {
      const signal = AbortSignal.timeout(SIGN_IN_MS);
      return authorizationCode(client, { scopes, redirectPort, signal, say: io.err });
    }
  }
}
