import type { Advice } from '../check/fault';

/** Characters that RFC 3986 lets stand in a path segment unescaped, but for braces and `+`. */
const LITERAL = /^[A-Za-z0-9._~!$&'()*,;=:@-]+$/;
const PARAMETER = /^\{[A-Za-z_][A-Za-z0-9_.-]*\+?\}$/;

/**
 * The faults of a route's path.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function pathFaults(path: string): Advice[] {
  if (!path.startsWith('/')) {
    return [{ expected: 'a path that starts with a slash', fix: `write "/${path}"` }];
  }
  if (path === '/') {
    return [];
  }
  if (path.endsWith('/')) {
    return [{ expected: 'no slash at the end', fix: `write "${path.replace(/\/+$/, '') || '/'}"` }];
  }

  const segments = path.slice(1).split('/');
  const names = segments.filter((segment) => PARAMETER.test(segment)).map(parameterName);
  const faults = segments.flatMap((segment, index) => segmentFaults(segment, index === segments.length - 1));
  if (new Set(names).size < names.length) {
    faults.push({ expected: 'each parameter name once in a path', fix: 'rename one of them' });
  }
  return faults;
}

function segmentFaults(segment: string, last: boolean): Advice[] {
  if (segment === '') {
    return [{ expected: 'no empty segment', fix: 'write one slash instead of two' }];
  }
  if (PARAMETER.test(segment)) {
    return segment.endsWith('+}') && !last
      ? [
          {
            expected: `the greedy parameter ${segment} at the end of the path`,
            fix: 'drop its `+`, or what follows it',
          },
        ]
      : [];
  }
  if (!LITERAL.test(segment)) {
    return [
      {
        expected: `each segment to be literal, "{name}" or "{name+}" (this is "${segment}")`,
        fix: 'let a parameter fill its whole segment; its name holds letters, digits, `_`, `.` and `-`',
      },
    ];
  }
  return [];
}

function parameterName(segment: string): string {
  return segment.replace(/[{}+]/g, '');
}

/** Advice for each route that API Gateway would take for an earlier one, at the route's place in the list. */
export function repeatedRoutes(
  routes: readonly { readonly method: string; readonly path: string }[],
): (Advice & { path: [number, 'path'] })[] {
  const first = new Map<string, string>();
  return routes.flatMap(({ method, path }, index) => {
    const shape = routeShape(method, path);
    const earlier = first.get(shape);
    first.set(shape, earlier ?? `${method} ${path}`);
    return earlier === undefined
      ? []
      : [
          {
            path: [index, 'path'],
            expected: `a route that API Gateway can tell from "${earlier}" (it does not look at parameter names)`,
            fix: 'remove one of the two',
          },
        ];
  });
}

/** The key by which API Gateway tells routes apart: the place and greed of parameters, not their names. */
export function routeShape(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*?(\+?)\}/g, '{$1}')}`;
}
