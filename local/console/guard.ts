import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createHostRule } from '../host-names';

/** The parts of a request that tell who sends it. */
export interface GuardedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is not answered. */
export interface GuardRefusal {
  readonly status: 401 | 403 | 405 | 415;
  readonly error: string;
}

/** The header of `SecretHeader`. */
const SECRET = 'x-console-secret';

const isThisMachine = createHostRule([]);

/**
 * Refuses what another website's page, or whoever does not know the secret, asks for. Static files hold no secret, and are
 * for everybody on this machine; everything below `/api/` needs it.
 *
 * @param secret - of this run
 * @returns undefined where the request may be answered
 */
export function createGuard(secret: string): (request: GuardedRequest) => GuardRefusal | undefined {
  const expected = digest(secret);
  const hasSecret = (given: string | string[] | undefined) =>
    typeof given === 'string' && timingSafeEqual(digest(given), expected);

  return ({ method, path, headers }) => {
    const { host = '', origin } = headers;
    // A website may let its name lead to this machine (DNS rebinding): only the Host gives it away.
    if (!isThisMachine(host)) {
      return { status: 403, error: 'The console answers to localhost and the loopback addresses only.' };
    }
    if ((origin !== undefined && origin !== `http://${host}`) || isFromElsewhere(path, headers)) {
      return { status: 403, error: 'The console answers its own page only.' };
    }
    if (path.startsWith('/api/')) {
      if (!hasSecret(headers[SECRET])) {
        return { status: 401, error: 'Open the address that npm start prints: it holds the secret of this run.' };
      }
      if (method === 'POST' && !/^application\/json *(;|$)/i.test(headers['content-type'] ?? '')) {
        return { status: 415, error: 'The console takes application/json.' };
      }
    }
    const mayPost = path.startsWith('/api/') || path.startsWith('/login/');
    return method === 'GET' || (method === 'POST' && mayPost)
      ? undefined
      : { status: 405, error: `The console takes no ${method} here.` };
  };
}

/**
 * True if the browser says that a page of another origin asks. A link from there to the page itself may be followed: it is
 * shown without the secret.
 */
function isFromElsewhere(path: string, headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-dest': destination } = headers;
  return !(
    site === undefined ||
    site === 'same-origin' ||
    site === 'none' ||
    (path === '/' && destination === 'document')
  );
}

/** Of one length whatever the text, so that a comparison takes one time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
