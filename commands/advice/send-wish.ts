import type { Route } from '../../lib/api/types';
import { parseIdentitySource } from '../../local/authorizer';
import { type SendAnswer, type SendWish, sendRequest } from '../../local/console';
import { createRouter, parseRequestTarget } from '../../local/gateway';
import { answerFaults } from '../project/operations';
import { routeKey } from '../project/routes';
import type { JudgedRoute } from './explain-answer';

/** The route that a request is for; undefined where there is none. */
export function routeOf(routes: readonly JudgedRoute[], { method, target }: SendWish): JudgedRoute | undefined {
  const path = parseRequestTarget(target)?.path;
  return path === undefined ? undefined : createRouter(routes)(method, path)?.route;
}

/** The place that a request is sent to. */
export interface SendPlace {
  /** The address of the API, without a slash at the end. */
  readonly url: string;
  /** Certificates to trust besides the public authorities, as PEM. @default none */
  readonly ca?: string;
  /** Routes that `lambda/operations` may describe: their answers are held to it. Empty where another app is served. */
  readonly described: readonly Route[];
}

/**
 * Sends a request, its token where the authorizer of its route looks for it.
 *
 * @returns the answer, with its differences from what callers are told of the route
 * @throws ConsoleFault where the request cannot be sent, or is not answered
 */
export async function sendWish(
  wish: SendWish,
  route: JudgedRoute | undefined,
  { url, ca, described }: SendPlace,
): Promise<SendAnswer> {
  const { token, ...request } = wish;
  const answer = await sendRequest(url, token === undefined ? request : withToken(request, token, route), ca);
  const own = described.find((one) => routeKey(one) === route?.routeKey);
  // Of a part of a body nothing can be said.
  return own && answer.isWhole ? { ...answer, differences: answerFaults(own, answer) } : answer;
}

function withToken(request: SendWish, token: string, route: JudgedRoute | undefined): SendWish {
  const { kind, name } = parseIdentitySource(route?.authorizer?.identitySource ?? '$request.header.Authorization');
  if (kind === 'header') {
    const shown = name === 'authorization' ? 'Authorization' : name;
    return { ...request, headers: [...request.headers, [shown, `Bearer ${token}`]] };
  }
  const mark = request.target.includes('?') ? '&' : '?';
  return { ...request, target: `${request.target}${mark}${encodeURIComponent(name)}=${encodeURIComponent(token)}` };
}
