import type { Config } from '../../lib/config/types';
import { apiScopes } from '../support/api-scopes';
import type { CommandIo } from '../support/command';
import { connectionTo } from '../support/issuer-connection';
import { type CaseToken, GARBAGE } from '../support/route-cases';
import { clientCredentials } from '../token/client-credentials';
import { connectClient } from '../token/issuer-client';
import { secretOf } from '../token/secret-of';

/** The token of a case, or why there is none to send. */
export type FoundToken = { readonly token: string | undefined } | { readonly missing: string };

export type CaseTokens = Readonly<Record<CaseToken, FoundToken>>;

/**
 * The tokens to try: WSO2_TOKEN, or else two of the configured issuer by client credentials, with all scopes of the routes
 * and with none; and WSO2_EXPIRED_TOKEN where it is set.
 *
 * @param given the values of `--client` and `--ca`
 * @throws CommandError when the issuer gives none
 */
export async function caseTokens(
  config: Config,
  given: { readonly client?: string; readonly ca?: string },
  io: CommandIo,
): Promise<CaseTokens> {
  const expired = io.env['WSO2_EXPIRED_TOKEN'];
  const { valid, noScope } = await validTokens(config, given, io);
  return {
    none: { token: undefined },
    garbage: { token: GARBAGE },
    tampered: tampered(valid),
    expired: expired ? { token: expired } : { missing: 'set WSO2_EXPIRED_TOKEN to try one' },
    'no scope': noScope,
    valid: { token: valid },
  };
}

async function validTokens(
  config: Config,
  { client: clientId = config.environment.clientIds[0] ?? '', ca }: { readonly client?: string; readonly ca?: string },
  io: CommandIo,
): Promise<{ valid: string; noScope: FoundToken }> {
  const { WSO2_TOKEN: valid } = io.env;
  if (valid) {
    return { valid, noScope: { missing: 'leave out WSO2_TOKEN, and one is asked for' } };
  }
  const connection = connectionTo(config, ca, io);
  const secret = await secretOf(clientId, config, io);
  const client = await connectClient({ config, clientId, secret, connection });
  const full = await clientCredentials(client, apiScopes(config));
  const bare = await clientCredentials(client, []);
  return { valid: full.access_token, noScope: { token: bare.access_token } };
}

/** The first character of the signature is changed: the last one also holds bits that belong to no byte. */
function tampered(token: string): FoundToken {
  const [header, payload, signature = '', ...more] = token.split('.');
  if (signature === '' || more.length > 0) {
    return { missing: 'the valid token is not a signed JWT' };
  }
  return { token: [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.') };
}
