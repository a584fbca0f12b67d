import { type ParsedRouteKey, parseRouteKey, type Segment } from './route-key';

export interface RouteMatch<R> {
  readonly route: R;
  /** By name; undefined when the route has none. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** Finds the route of a request: its method and its decoded path without the stage. */
export type Router<R> = (method: string, path: string) => RouteMatch<R> | undefined;

type PathKey = Extract<ParsedRouteKey, { kind: 'path' }>;

interface Candidate<R> {
  readonly route: R;
  readonly key: PathKey;
}

/** Slashes in a row and dot segments: what API Gateway makes of them is not established, so no route matches them. */
const UNCLEAR = /\/\/|\/\.\.?(?:\/|$)/;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * Selects routes as API Gateway does: a match of the whole path goes before a greedy one, and that before `$default`;
 * then the method's own route before `ANY`; then, from the left, a literal segment before a parameter before a greedy
 * one. A HEAD request is not a GET.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouter<R extends { readonly routeKey: string }>(routes: readonly R[]): Router<R> {
  const candidates: Candidate<R>[] = [];
  let fallback: RouteMatch<R> | undefined;
  for (const route of routes) {
    const key = parseRouteKey(route.routeKey);
    if (key?.kind === 'default') {
      fallback = { route, pathParameters: undefined };
    } else if (key) {
      candidates.push({ route, key });
    }
  }
  candidates.sort((left, right) => compare(left.key, right.key));
  const byMethod = new Map(METHODS.map((method) => [method, candidates.filter(({ key }) => serves(key, method))]));

  return (method, path) => {
    if (UNCLEAR.test(path)) {
      return undefined;
    }
    const segments = path.slice(1).split('/');
    for (const { route, key } of byMethod.get(method) ?? []) {
      if (matches(key.segments, segments)) {
        return { route, pathParameters: parametersOf(key.segments, segments) };
      }
    }
    return fallback;
  };
}

function serves({ method }: PathKey, requestMethod: string): boolean {
  return method === requestMethod || method === 'ANY';
}

const RANK = { literal: 0, parameter: 1, greedy: 2 };

/** Negative when the left one is to be tried first. */
function compare(left: PathKey, right: PathKey): number {
  const byGreed = Number(isGreedy(left)) - Number(isGreedy(right));
  const byMethod = Number(left.method === 'ANY') - Number(right.method === 'ANY');
  const bySegments = left.segments
    .map(({ kind }, index) => RANK[kind] - RANK[right.segments[index]?.kind ?? 'greedy'])
    .find((difference) => difference !== 0);
  return byGreed || byMethod || (bySegments ?? 0);
}

function isGreedy({ segments }: PathKey): boolean {
  return segments.at(-1)?.kind === 'greedy';
}

function matches(pattern: readonly Segment[], segments: readonly string[]): boolean {
  for (let index = 0; index < pattern.length; index++) {
    const { kind, text } = pattern[index] as Segment;
    const segment = segments[index];
    if (segment === undefined) {
      return false;
    }
    if (kind === 'greedy') {
      return true;
    }
    if (kind === 'literal' ? segment !== text : segment === '') {
      return false;
    }
  }
  return segments.length === pattern.length;
}

function parametersOf(
  pattern: readonly Segment[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  let parameters: Record<string, string> | undefined;
  pattern.forEach(({ kind, text }, index) => {
    if (kind !== 'literal') {
      parameters ??= Object.create(null) as Record<string, string>;
      parameters[text] = kind === 'greedy' ? segments.slice(index).join('/') : (segments[index] as string);
    }
  });
  return parameters;
}
