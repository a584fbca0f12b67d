/** The parts of a route key. */
export type ParsedRouteKey =
  | { readonly kind: 'default' }
  | { readonly kind: 'path'; readonly method: string; readonly path: string; readonly segments: readonly Segment[] };

export interface Segment {
  readonly kind: 'literal' | 'parameter' | 'greedy';
  /** The text of a literal, the name of a parameter. */
  readonly text: string;
}

const ROUTE_KEY = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (\/\S*)$/;
const PARAMETER = /^\{([^{}/+]+)(\+?)\}$/;

/**
 * Reads a route key: `METHOD /path` or `$default`.
 *
 * @returns undefined when it is anything that API Gateway would not take
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function parseRouteKey(routeKey: string): ParsedRouteKey | undefined {
  if (routeKey === '$default') {
    return { kind: 'default' };
  }
  const [, method, path] = ROUTE_KEY.exec(routeKey) ?? [];
  if (method === undefined || path === undefined) {
    return undefined;
  }
  const segments = path.slice(1).split('/').map(parseSegment);
  const isRead = segments.every((segment) => segment !== undefined);
  return isRead && segments.slice(0, -1).every(({ kind }) => kind !== 'greedy')
    ? { kind: 'path', method, path, segments }
    : undefined;
}

function parseSegment(text: string): Segment | undefined {
  const [, name, plus] = PARAMETER.exec(text) ?? [];
  if (name !== undefined) {
    return { kind: plus === '+' ? 'greedy' : 'parameter', text: name };
  }
  return /[{}]/.test(text) ? undefined : { kind: 'literal', text };
}

/** The shape by which API Gateway tells routes apart: the place and greed of parameters, not their names. */
export function shapeOf(routeKey: ParsedRouteKey): string {
  if (routeKey.kind === 'default') {
    return '$default';
  }
  const segments = routeKey.segments.map(({ kind, text }) => (kind === 'literal' ? text : `{${kind}}`));
  return `${routeKey.method} /${segments.join('/')}`;
}
