import type { Config } from '../../lib/config/environment';
import type { CommandIo } from '../kit/command';
import { tokenIn } from '../kit/prompt';
import { apiScopes, type CaseToken, GARBAGE } from '../project/routes';
import { clientCredentials } from '../wso2/client-credentials';
import { connectClient, type IssuerClientProps } from '../wso2/issuer-client';

/** The token of a case, or why there is none to send. */
export type FoundToken = { readonly token: string | undefined } | { readonly missing: string };

export type CaseTokens = Readonly<Record<CaseToken, FoundToken>>;

/**
 * The tokens to try: WSO2_TOKEN, or else two of the configured issuer by client credentials, with all scopes of the routes
 * and with none; and WSO2_EXPIRED_TOKEN where it is set.
 *
 * @throws CommandError when one that is set is none, or the issuer gives none
 */
export async function caseTokens(config: Config, given: IssuerClientProps, io: CommandIo): Promise<CaseTokens> {
  const expired = tokenIn('WSO2_EXPIRED_TOKEN', io);
  const { valid, noScope } = await validTokens(config, given, io);
  return {
    none: { token: undefined },
    garbage: { token: GARBAGE },
    tampered: tampered(valid),
    expired: expired !== undefined ? { token: expired } : { missing: 'set WSO2_EXPIRED_TOKEN to try one' },
    'no scope': noScope,
    valid: { token: valid },
  };
}

async function validTokens(
  config: Config,
  given: IssuerClientProps,
  io: CommandIo,
): Promise<{ valid: string; noScope: FoundToken }> {
  const valid = tokenIn('WSO2_TOKEN', io);
  if (valid !== undefined) {
    return { valid, noScope: { missing: 'leave out WSO2_TOKEN, and one is asked for' } };
  }
  const client = await connectClient(config, given, io);
  const full = await clientCredentials(client, apiScopes(config));
  const bare = await clientCredentials(client, []);
  for (const { access_token } of [full, bare]) {
    io.secrets.hide(access_token);
  }
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
