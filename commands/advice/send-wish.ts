import { parseIdentitySource } from '../../local/authorizer';
import { type SendAnswer, type SendWish, sendRequest } from '../../local/console';
import { createRouter, parseRequestTarget } from '../../local/gateway';
import type { JudgedRoute } from './explain-answer';

/** The route that a request is for; undefined where there is none. */
export function routeOf(routes: readonly JudgedRoute[], { method, target }: SendWish): JudgedRoute | undefined {
  const path = parseRequestTarget(target)?.path;
  return path === undefined ? undefined : createRouter(routes)(method, path)?.route;
}

/**
 * Sends a request, its token where the authorizer of its route looks for it.
 *
 * @param api - its address, without a slash at the end, and certificates to trust besides the public authorities
 * @throws ConsoleFault where the request cannot be sent, or is not answered
 */
export function sendWish(
  wish: SendWish,
  route: JudgedRoute | undefined,
  { url, ca }: { readonly url: string; readonly ca?: string },
): Promise<SendAnswer> {
  const { token, ...request } = wish;
  return sendRequest(url, token === undefined ? request : withToken(request, token, route), ca);
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
