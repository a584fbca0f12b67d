import type { LogDetail, RouteView, SendWish } from '../protocol';
import type { Draft, Held } from './state';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

const PARAMETER = /\{([^{}]+?)(\+?)\}/g;

/** A request for this route, with its example where it has one. */
export function draftOf({ routeKey, exampleBody }: RouteView): Draft {
  const [method = 'GET', path = '/'] = routeKey === '$default' ? [] : routeKey.split(' ');
  return {
    method: method === 'ANY' ? 'GET' : method,
    target: path,
    params: {},
    headers: exampleBody === undefined ? '' : 'content-type: application/json',
    body: exampleBody ?? '',
  };
}

/** The same request as one of the log. */
export function draftAgain({ method, target, headers, body = '' }: LogDetail['request']): Draft {
  return { method, target, params: {}, headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'), body };
}

/** The names of the parameters in a path. */
export function paramsOf(target: string): string[] {
  return [...target.matchAll(PARAMETER)].map(([, name = '']) => name);
}

/** Path and query with the parameters filled in; one that is empty stays, so that it can be seen. */
export function targetOf({ target, params }: Draft): string {
  return target.replace(PARAMETER, (whole, name: string, greedy: string) => {
    const value = params[name] ?? '';
    return value === ''
      ? whole
      : greedy
        ? value.split('/').map(encodeURIComponent).join('/')
        : encodeURIComponent(value);
  });
}

export function wishOf(draft: Draft, { token }: Held): SendWish {
  const headers = draft.headers
    .split('\n')
    .map((line) => line.split(/:(.*)/s))
    .map(([name = '', value = '']) => [name.trim(), value.trim()] as const)
    .filter(([name]) => name !== '');
  return {
    method: draft.method,
    target: targetOf(draft),
    headers,
    ...(token !== '' && { token }),
    ...(draft.body !== '' && { body: draft.body }),
  };
}

/** The request for a shell, with its token. */
export function curlOf(url: string, { method, target, headers, token, body }: SendWish): string {
  const parts = [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(token === undefined ? [] : [`-H ${quoted(`Authorization: Bearer ${token}`)}`]),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(url + target),
  ];
  return parts.join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
