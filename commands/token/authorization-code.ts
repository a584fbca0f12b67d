import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
} from 'openid-client';
import { CommandError } from '../kit/command';
import { type IssuerClient, scopeOf } from '../wso2/issuer-client';

export interface AuthorizationCodeProps {
  readonly scopes: readonly string[];
  /** The port on 127.0.0.1 to which the browser comes back. 0 for any free port. */
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

export interface CallbackProps {
  /** On 127.0.0.1. 0 for any free one. */
  readonly port: number;
  /** The `state` of the answer that is waited for; any other is refused, and waiting goes on. */
  readonly state: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** A server on this machine that waits for the user's browser to come back from the sign-in. */
export interface Callback {
  /** The redirect URI for the browser: `http://127.0.0.1:PORT/callback`. */
  readonly redirectUri: string;
  /**
   * The URL with which it came back.
   *
   * @throws CommandError when it did not before the wait ended
   */
  received(): Promise<URL>;
  close(): void;
}

const PATH = '/callback';

/**
 * Starts to listen.
 *
 * @throws CommandError when the port cannot be had
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export async function listenForCallback({ port, state, signal }: CallbackProps): Promise<Callback> {
  let resolve: (url: URL) => void;
  const received = new Promise<URL>((settle) => {
    resolve = settle;
  });
  const server = createServer((request, response) => {
    const target = request.url ?? '/';
    // Anybody on this machine can ask, for what is no URL too.
    const url = URL.canParse(target, redirectUri) ? new URL(target, redirectUri) : undefined;
    const isCallback = request.method === 'GET' && url?.pathname === PATH;
    const isOurs = isCallback && url.searchParams.get('state') === state;
    response.writeHead(isOurs ? 200 : isCallback ? 400 : 404, HEADERS);
    const [title, text] = isOurs
      ? ['Done', 'Close this page and go back to the terminal.']
      : ['Not this', 'Nothing waits for that here.'];
    response.end(page(title, text), () => {
      // Once the page is sent: whoever waits may close everything at once.
      if (isOurs) {
        resolve(url);
      }
    });
  });
  await listen(server, port);
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;

  return {
    redirectUri,
    received: () => Promise.race([received, ended(signal)]),
    close() {
      server.close();
      // The browser keeps its connection, and the process would go on with it.
      server.closeAllConnections();
    },
  };
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  // The address holds the code.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

function page(title = '', text = ''): string {
  return `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title><p>${text}</p></html>\n`;
}

async function ended(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
  const fix =
    'run the command again; where the browser shows a callback error, give the application the callback URL above';
  throw new CommandError([
    { what: 'the sign-in', got: 'no answer in time', expected: 'the browser to come back', fix },
  ]);
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const got = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'a port in use' : 'a port that cannot be had';
    const fix = 'stop what listens there, or choose another with --redirect-port';
    throw new CommandError([{ what: `--redirect-port ${port}`, got, expected: 'a free port', fix }], { cause });
  }
}
