import fc from 'fast-check';
import { parseRequestTarget } from '../../../local/gateway/request-target';
import { parseRouteKey } from '../../../local/gateway/route-key';
import { createRouter } from '../../../local/gateway/routes';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html

function routeOf(routeKeys: readonly string[], request: string): string | undefined {
  const [method = '', target = ''] = request.split(' ');
  const path = parseRequestTarget(target)?.path;
  return path === undefined
    ? undefined
    : createRouter(routeKeys.map((routeKey) => ({ routeKey })))(method, path)?.route.routeKey;
}

describe('the route of a request', () => {
  const documented = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];

  test.each([
    ['GET /pets/dog/1', 'GET /pets/dog/1'],
    ['GET /pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET /pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST /test/5', 'ANY /{proxy+}'],
  ])("of AWS's example %s is %s [F25]", (request, route) => {
    for (const order of [documented, [...documented].reverse()]) {
      expect(routeOf(order, request)).toBe(route);
    }
  });

  test.each([
    {
      fact: 'a whole path goes before a greedy one, even as ANY',
      routes: ['GET /a/{p+}', 'ANY /a/b'],
      request: 'GET /a/b',
      route: 'ANY /a/b',
    },
    {
      fact: 'a greedy path goes before $default',
      routes: ['$default', 'ANY /{p+}'],
      request: 'GET /a',
      route: 'ANY /{p+}',
    },
    {
      fact: '$default takes what nothing else does',
      routes: ['$default', 'GET /a'],
      request: 'PUT /b/c',
      route: '$default',
    },
    { fact: 'the method goes before ANY', routes: ['ANY /a', 'GET /a'], request: 'GET /a', route: 'GET /a' },
    { fact: 'the method goes before the path', routes: ['ANY /a', 'GET /{x}'], request: 'GET /a', route: 'GET /{x}' },
    {
      fact: 'ANY takes the methods that have no route',
      routes: ['ANY /a', 'GET /a'],
      request: 'PUT /a',
      route: 'ANY /a',
    },
    {
      fact: 'a literal goes before a parameter',
      routes: ['GET /{x}/b', 'GET /a/{y}'],
      request: 'GET /a/b',
      route: 'GET /a/{y}',
    },
    {
      fact: 'the longest literal beginning goes first among greedy ones',
      routes: ['GET /a/{p+}', 'GET /a/b/{p+}'],
      request: 'GET /a/b/c',
      route: 'GET /a/b/{p+}',
    },
    {
      fact: 'a dead end is left again',
      routes: ['GET /a/{x}/c', 'GET /{y}/b/d'],
      request: 'GET /a/b/d',
      route: 'GET /{y}/b/d',
    },
    {
      fact: 'a greedy parameter takes an empty rest',
      routes: ['GET /a/{p+}'],
      request: 'GET /a/',
      route: 'GET /a/{p+}',
    },
    {
      fact: 'a greedy parameter at the root takes the root',
      routes: ['GET /{p+}'],
      request: 'GET /',
      route: 'GET /{p+}',
    },
    { fact: 'the root is a route', routes: ['GET /'], request: 'GET /', route: 'GET /' },
    {
      fact: 'an encoded path is the path',
      routes: ['GET /admin', 'GET /{p+}'],
      request: 'GET /%61dmin',
      route: 'GET /admin',
    },
    { fact: 'an encoded slash is a slash', routes: ['GET /a/b', 'GET /{x}'], request: 'GET /a%2Fb', route: 'GET /a/b' },
    { fact: 'the query is not looked at', routes: ['GET /a'], request: 'GET /a?b=/c', route: 'GET /a' },
    {
      fact: 'what follows an encoded question mark is not looked at',
      routes: ['GET /a', 'GET /{p+}'],
      request: 'GET /a%3F/b',
      route: 'GET /a',
    },
  ])('$fact [F25] [F26] [F27] [F31] [F32] [F34] [F36]', ({ routes, request, route }) => {
    for (const order of [routes, [...routes].reverse()]) {
      expect(routeOf(order, request)).toBe(route);
    }
  });

  test.each([
    { fact: 'another method', routes: ['GET /a'], request: 'POST /a' },
    { fact: 'HEAD, because it is not GET', routes: ['GET /a'], request: 'HEAD /a' },
    { fact: 'another case', routes: ['GET /a'], request: 'GET /A' },
    { fact: 'a slash at the end', routes: ['GET /a', 'GET /a/{x}'], request: 'GET /a/' },
    { fact: 'a greedy parameter without its slash', routes: ['GET /a/{p+}'], request: 'GET /a' },
    { fact: 'more segments', routes: ['GET /a/{x}'], request: 'GET /a/b/c' },
    { fact: 'two slashes', routes: ['GET /a', 'ANY /{p+}', '$default'], request: 'GET //a' },
    { fact: 'two slashes, encoded', routes: ['GET /a', 'ANY /{p+}', '$default'], request: 'GET /%2Fa' },
    { fact: 'dot segments', routes: ['GET /a', 'ANY /{p+}', '$default'], request: 'GET /b/../a' },
    { fact: 'dot segments, encoded', routes: ['GET /a', 'ANY /{p+}', '$default'], request: 'GET /b/%2e%2E/a' },
    { fact: 'a dot segment at the end', routes: ['GET /a', 'ANY /{p+}', '$default'], request: 'GET /a/.' },
    { fact: 'a malformed encoding', routes: ['ANY /{p+}', '$default'], request: 'GET /%zz' },
    { fact: 'an encoding that is not UTF-8', routes: ['ANY /{p+}', '$default'], request: 'GET /%C3' },
    { fact: 'no path at all', routes: ['ANY /{p+}', '$default'], request: 'OPTIONS *' },
    { fact: 'a whole URL', routes: ['ANY /{p+}', '$default'], request: 'GET http://127.0.0.1/a' },
  ])('there is none for $fact [F22] [F29] [F30] [F33] [F37]', ({ routes, request }) => {
    expect(routeOf(routes, request)).toBeUndefined();
  });

  test('is the same however the path is encoded [F34]', () => {
    const routes = [
      'GET /admin',
      'GET /admin/{id}',
      'GET /admin/users/{p+}',
      'GET /{x}',
      'GET /{x}/{y}',
      'GET /{p+}',
      '$default',
    ];
    const segment = fc.oneof(
      fc.constantFrom('admin', 'users', '..', '.', ''),
      fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), fc.array(fc.boolean()), (segments, encode) => {
        const path = `/${segments.join('/')}`.replaceAll('?', '');
        const target = [...path]
          .map((character, index) =>
            index > 0 && encode[index % (encode.length || 1)] ? percent(character) : safe(character),
          )
          .join('');
        expect(routeOf(routes, `GET ${target}`)).toBe(routeOf(routes, `GET ${[...path].map(safe).join('')}`));
      }),
    );
  });
});

describe('a route key', () => {
  test.each(['GET /', 'ANY /a/{b}/{c+}', 'DELETE /a.b~c', '$default'])('may be %s', (routeKey) => {
    expect(parseRouteKey(routeKey)).toBeDefined();
  });

  test.each([
    'get /a',
    'GET a',
    'GET  /a',
    'FETCH /a',
    'GET /{a+}/b',
    'GET /{a',
    'GET /a{b}',
    'GET /{a}.json',
    '',
    '$connect',
    'GET /a b',
  ])('cannot be %j', (routeKey) => {
    expect(parseRouteKey(routeKey)).toBeUndefined();
  });
});

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Encoded only where it must be. */
function safe(character: string): string {
  return /[\w./-]/.test(character) ? character : percent(character);
}
