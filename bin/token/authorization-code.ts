import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
} from 'openid-client';
import { listenForCallback } from './callback';
import type { IssuerClient } from './issuer-client';
import { scopeOf } from './scope-of';

export interface AuthorizationCodeProps {
  readonly scopes: readonly string[];
  /** Where the browser comes back to, on 127.0.0.1. 0 for any free port. */
  readonly redirectPort: number;
  /** Ends the wait for the user. */
  readonly signal: AbortSignal;
  /** Tells a person what to do. */
  readonly say: (line: string) => void;
}

/**
 * A token for the user who signs in with a browser: the authorization code flow with PKCE.
 *
 * WSO2 IS compares the port of a callback URL on 127.0.0.1 up to 5.11; from 6.0 on, any will do.
 *
 * @throws CommandError when the user does not come back, or the issuer gives no token
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export async function authorizationCode(
  client: IssuerClient,
  { scopes, redirectPort, signal, say }: AuthorizationCodeProps,
): Promise<TokenEndpointResponse> {
  const state = randomState();
  const verifier = randomPKCECodeVerifier();
  const callback = await listenForCallback({ port: redirectPort, state, signal });
  try {
    const { redirectUri } = callback;
    const url = buildAuthorizationUrl(client.configuration, {
      redirect_uri: redirectUri,
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...scopeOf(scopes),
    });
    say(`the application must have the callback URL ${redirectUri} (its port counts up to WSO2 IS 5.11 only)`);
    say(`open this address in a browser, within five minutes:\n${url.href}`);
    const received = await callback.received();
    return await client.ask('authorization_code', (configuration) =>
      authorizationCodeGrant(configuration, received, { pkceCodeVerifier: verifier, expectedState: state }),
    );
  } finally {
    callback.close();
  }
}
