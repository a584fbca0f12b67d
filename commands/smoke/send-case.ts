import type { Route } from '../../lib/api/types';
import { parseIdentitySource } from '../../local/authorizer';
import { NOT_FOUND } from '../project/gateway-answers';
import { PATH_PARAMETER_VALUE } from '../project/routes';
import type { IssuerConnection } from '../wso2/connection';
import { createIssuerFetch } from '../wso2/issuer-fetch';

/** The answer of a deployment. */
export interface SmokeAnswer {
  readonly status: number;
  readonly body: string;
  readonly wwwAuthenticate: string | null;
}

export interface Sender {
  /** The URL of the deployment, without a slash at the end. */
  readonly url: string;
  /** The place where the authorizer looks for the token. */
  readonly identitySource: string;
  /** For how long all requests together wait for routes that are not there yet, in milliseconds. */
  readonly waitMs: number;
  /** The time limit of one answer, in milliseconds. @default 35000: more than any integration may take */
  readonly timeoutMs?: number;
  /** The certificate for a deployment that asks clients for one. @default nothing, and Node's own trust */
  readonly connection?: IssuerConnection;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told once, when a route is not there yet. */
  readonly onWait: () => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

/**
 * Makes the function that sends the requests: without a body, and with a placeholder for each path parameter. A deployment
 * that was changed a moment ago does not have all routes at once; it is asked again, more and more seldom.
 *
 * It rejects with the reason where no answer comes.
 */
export function createSender(sender: Sender): (route: Route, token: string | undefined) => Promise<SmokeAnswer> {
  const { waitMs, now, sleep, onWait } = sender;
  let deadline: number | undefined;

  return async (route, token) => {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const answer = await send(sender, route, token);
      if (answer.status !== 404 || answer.body !== NOT_FOUND) {
        return answer;
      }
      if (deadline === undefined) {
        deadline = now() + waitMs;
        onWait();
      }
      const left = deadline - now();
      if (left <= 0) {
        return answer;
      }
      await sleep(Math.min(pause, left));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  };
}

async function send(
  { url, identitySource, connection, timeoutMs = 35_000 }: Sender,
  { method, path }: Route,
  token: string | undefined,
): Promise<SmokeAnswer> {
  const target = new URL(url + path.replace(/\{[^}]*\}/g, PATH_PARAMETER_VALUE));
  const headers: Record<string, string> = {};
  const { kind, name } = parseIdentitySource(identitySource);
  if (token !== undefined && kind === 'header') {
    headers[name] = `Bearer ${token}`;
  } else if (token !== undefined) {
    target.searchParams.set(name, token);
  }
  const response =
    connection === undefined
      ? await fetch(target, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
      : await createIssuerFetch(connection, timeoutMs)(target.href, { method, headers });
  const { status } = response;
  return { status, body: await response.text(), wwwAuthenticate: response.headers.get('www-authenticate') };
}
