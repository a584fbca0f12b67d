import { createHash, randomBytes } from 'node:crypto';
import { ConsoleFault, LOGIN_MOUNT, type LoginHost } from '../../local/console';
import type { Issuer } from '../../local/issuer';
import { createIssuerFetch } from '../wso2/issuer-fetch';

/** For how long a user may take to sign in, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;

/** A login that was begun. */
interface Begun {
  readonly clientId: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly since: number;
}

/** Signs users in at the stand-in: an authorization code with PKCE. A state is good for one login of this console. */
export function createConsoleLogin(issuer: Issuer): LoginHost {
  const { endpoints, connectTo, caPem: ca } = issuer;
  const issuerFetch = createIssuerFetch({ ca, connectTo });
  const begun = new Map<string, Begun>();

  function forgetOld(): void {
    for (const [state, { since }] of begun) {
      if (performance.now() - since > PATIENCE_MS) {
        begun.delete(state);
      }
    }
  }

  return {
    issuer: { origin: endpoints.origin, connectTo, ca, authorizePath: endpoints.authorize, loginPath: endpoints.login },
    isUnderWay(state) {
      forgetOld();
      return begun.has(state);
    },
    begin({ clientId, scopes }, origin) {
      forgetOld();
      if (!issuer.directory.clients.some(({ id }) => id === clientId)) {
        throw new ConsoleFault('The stand-in has no such client.', { status: 400 });
      }
      const [state, verifier] = [random(), random()];
      const redirectUri = `${origin}/login/done`;
      begun.set(state, { clientId, verifier, redirectUri, since: performance.now() });
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: ['openid', ...scopes].join(' '),
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        // Whoever signed in before may want to be somebody else.
        prompt: 'login',
      });
      return { url: `${LOGIN_MOUNT}${endpoints.authorize}?${query}`, state };
    },
    async end({ state, code }) {
      forgetOld();
      const login = begun.get(state);
      begun.delete(state);
      if (!login) {
        throw new ConsoleFault('This login is over, or was not begun here: begin again.', { status: 409 });
      }
      const { clientId, verifier, redirectUri } = login;
      const secret = issuer.directory.clients.find(({ id }) => id === clientId)?.secret ?? '';
      const response = await issuerFetch(`${endpoints.origin}${endpoints.token}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
        },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        }).toString(),
      }).catch((cause: NodeJS.ErrnoException) => {
        throw new ConsoleFault(`The stand-in does not answer: ${cause.code}.`, { status: 502, cause });
      });
      const { access_token: token, scope, error } = (await response.json()) as Readonly<Record<string, string>>;
      if (token === undefined) {
        throw new ConsoleFault(`The stand-in gave no token: ${error}.`, { status: 409 });
      }
      return { token, what: `A user signed in for ${clientId}, and was granted ${scope ?? 'no scope'}.` };
    },
  };
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
