import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { createSecureContext } from 'node:tls';
import { LOGIN_MOUNT, type LoginHost } from './host';

/** Those of the library that the issuer is made of. Others are of whatever else this machine serves. */
const COOKIE = /^_(interaction|interaction_resume|session)(\.legacy)?(\.sig)?=/;

/** Below the path of the first step: a login that goes on, by its id. */
const RESUMED = /^\/[\w-]+$/;

/** As the issuer's own page has it, and nothing that leads away from here. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Passes a request on; false where it is none of the login's. */
export type LoginProxy = (
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
) => Promise<boolean>;

/**
 * Shows the issuer's login page through the console, because a browser trusts neither the issuer's certificate nor, often,
 * its name. Three paths only are passed on, and only in a login that the console's page has begun; the issuer's cookies are
 * kept below {@link LOGIN_MOUNT}.
 */
export function createLoginProxy({ issuer, isUnderWay }: LoginHost): LoginProxy {
  const { origin, connectTo, ca, authorizePath, loginPath } = issuer;
  const { host, hostname } = new URL(origin);
  const agent = new Agent({ secureContext: createSecureContext({ ca }), servername: hostname.replace(/^\[|\]$/g, '') });

  /**
   * The target to ask the issuer for; undefined where this is no step of a login. The path is one of three, letter by letter:
   * there is no second way to write it that the issuer could read as another. The first step names its login. Those after it
   * have a cookie for it, which no other site's page can send.
   */
  function stepOf(method: string, target: string): string | undefined {
    const [path = '', query = ''] = target.split(/\?(.*)/s);
    const params = new URLSearchParams(query);
    const [state, ...others] = params.getAll('state');
    const inner = path.startsWith(LOGIN_MOUNT) ? path.slice(LOGIN_MOUNT.length) : '';
    const isStep =
      inner === authorizePath
        ? method === 'GET' && others.length === 0 && isUnderWay(state ?? '')
        : inner === loginPath ||
          (method === 'GET' && inner.startsWith(authorizePath) && RESUMED.test(inner.slice(authorizePath.length)));
    return isStep ? (query === '' ? inner : `${inner}?${params}`) : undefined;
  }

  function locationOf(location: string): string {
    const url = new URL(location, origin);
    return url.origin === origin ? `${LOGIN_MOUNT}${url.pathname}${url.search}` : location;
  }

  return async (request, response, own) => {
    const step = stepOf(request.method ?? '', request.url ?? '');
    if (step === undefined) {
      return false;
    }
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = httpsRequest({
        agent,
        ...connectTo,
        method: request.method,
        path: step,
        headers: { ...passedOn(request.headers), host },
        rejectUnauthorized: true,
        timeout: TIMEOUT_MS,
      });
      asked.once('response', resolve);
      asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', reject);
      request.pipe(asked);
    }).catch(() => undefined);
    if (!answered) {
      response.writeHead(502, { ...own, 'content-type': 'text/plain' }).end('The issuer does not answer.\n');
      return true;
    }
    const { statusCode = 502, headers } = answered;
    const { location, 'set-cookie': cookies, 'content-type': type } = headers;
    const passed: OutgoingHttpHeaders = {
      ...own,
      'content-security-policy': POLICY,
      // Without a referrer a browser says of no form where it is from.
      'referrer-policy': 'same-origin',
      ...(type !== undefined && { 'content-type': type }),
      ...(location !== undefined && { location: locationOf(location) }),
      ...(cookies !== undefined && { 'set-cookie': cookies.map(mounted) }),
    };
    response.writeHead(statusCode, passed);
    answered.pipe(response);
    return true;
  };
}

/** In milliseconds. */
const TIMEOUT_MS = 10_000;

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { cookie = '', accept, 'content-type': type, 'content-length': length } = headers;
  const cookies = cookie.split('; ').filter((one) => COOKIE.test(one));
  return {
    ...(accept !== undefined && { accept }),
    ...(type !== undefined && { 'content-type': type }),
    ...(length !== undefined && { 'content-length': length }),
    ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
  };
}

/** A cookie of the issuer, for what is below the mount, over http, which here leaves the machine as little as https does. */
function mounted(cookie: string): string {
  return cookie
    .replace(/; *path=([^;]*)/i, (_, path: string) => `; path=${LOGIN_MOUNT}${path === '/' ? '' : path}`)
    .replace(/; *secure/gi, '');
}
