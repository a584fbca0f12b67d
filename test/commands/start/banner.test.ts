import { banner } from '../../../commands/start/banner';
import type { Laptop } from '../../../commands/start/laptop';

/** A laptop that serves an API, of which only this matters. */
const laptopOf = (model: object) =>
  ({
    model: { name: 'api', stages: [{ name: '$default' }], mappings: [], routes: [], notEmulated: [], ...model },
    gateway: { url: 'http://127.0.0.1:3000' },
    caFile: 'ca.pem',
    tokenFile: '/tmp/tokens',
    trusted: 'https://localhost:9443/oauth2/token',
    issuer: { issuer: 'https://localhost:9443/oauth2/token' },
    isOurs: false,
    variableNames: [],
  }) as unknown as Laptop;

const bannerOf = (model: object) => banner(laptopOf(model));

describe('how to get tokens', () => {
  it('is a file to load into a shell, and the CA is named for other clients', () => {
    expect(bannerOf({})).toContain('\n. /tmp/tokens\n');
    expect(bannerOf({})).toContain(
      'issuer https://localhost:9443/oauth2/token, a stand-in for WSO2 IS; its CA:\n  ca.pem\n',
    );
  });

  it('is left to the caller where the issuer is not the stand-in', () => {
    const text = banner({ ...laptopOf({}), issuer: undefined, tokenFile: undefined } as unknown as Laptop);
    expect(text).toContain('put tokens of https://localhost:9443/oauth2/token into VALID, EXPIRED and NO_SCOPE\n');
    expect(text).not.toContain('\n. ');
  });
});

describe('the routes and the calls to try', () => {
  const unserved = { kind: 'not emulated', reason: 'why' };
  const target = { kind: 'function' };
  const protectedBy = (identitySource: string, ...scopes: string[]) => ({
    kind: 'jwt',
    authorizer: { identitySource },
    scopes,
  });
  const HEADER = '$request.header.Authorization';
  const me = { routeKey: 'GET /me', authorization: protectedBy(HEADER), target };
  const quotes = { routeKey: 'POST /quotes', authorization: protectedBy(HEADER, 'a'), target };
  const routes = [me, quotes];
  const statuses = (text: string) => [...text.matchAll(/^# .*: (\d{3})$/gm)].map(([, status]) => Number(status));

  it.each<[string, object, number[]]>([
    ['that is served', { routes }, [401, 200, 401, 403]],
    ['whose integration is not emulated', { routes: [{ ...me, target: unserved }, quotes] }, [401, 501, 401, 403]],
    ['that is not served at all', { routes, blocked: unserved }, [501, 501, 501, 501]],
  ])('of an API %s say what will be answered', (_, model, expected) => {
    expect(statuses(bannerOf(model))).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ['as usual', { routes }, '-H "Authorization: Bearer $VALID" http://127.0.0.1:3000/me'],
    [
      'in another header',
      { routes: [{ ...me, authorization: protectedBy('$request.header.X-Token') }] },
      '-H "x-token: Bearer $VALID" http://127.0.0.1:3000/me',
    ],
    [
      'in the query string',
      { routes: [{ ...me, authorization: protectedBy('$request.querystring.token') }] },
      '"http://127.0.0.1:3000/me?token=$VALID"',
    ],
    [
      'below the only stage',
      { routes, stages: [{ name: 'v1' }] },
      '-H "Authorization: Bearer $VALID" http://127.0.0.1:3000/v1/me',
    ],
    [
      'by GET, where any method will do',
      { routes: [{ ...me, routeKey: 'ANY /{proxy+}' }] },
      '-H "Authorization: Bearer $VALID" http://127.0.0.1:3000/1',
    ],
  ])('give the token where the API takes it: %s', (_, model, call) => {
    expect(bannerOf(model)).toContain(`\n# a valid token: 200\ncurl -i ${call}\n`);
  });

  it('say of a route that is not served why nobody may call it', () => {
    expect(bannerOf({ routes: [{ ...me, target: unserved }, quotes] })).toContain(
      '  GET /me       nobody, 501: why\n  POST /quotes  a token with a\n',
    );
    expect(bannerOf({ routes, blocked: unserved })).toContain('  POST /quotes  nobody, 501: why\n');
  });
});

describe('where the API is served', () => {
  const prod = { domainName: 'api.example.com', key: 'v1', stage: 'prod' };
  const head = (model: object) => bannerOf(model).split('\n').slice(0, 4);

  it('is the root, where it has the stage $default', () => {
    expect(head({})).toEqual(['http://127.0.0.1:3000 serves api', '  no routes', '', expect.anything()]);
  });

  it('is below the stage, where it has only one with a name [F14]', () => {
    expect(head({ stages: [{ name: 'dev' }] })[0]).toBe('http://127.0.0.1:3000/dev serves api');
  });

  it('is at each stage, and at each path of a custom domain that is mapped to one', () => {
    const stages = [{ name: 'prod' }, { name: '$default' }];
    const other = { domainName: 'other.example.com', key: '', stage: { kind: 'not emulated', reason: 'why' } };
    const any = { domainName: '*.example.org', key: '', stage: '$default' };
    expect(head({ stages, mappings: [prod, other, any] })).toEqual([
      'http://127.0.0.1:3000/prod serves api',
      '  also at http://127.0.0.1:3000',
      "  also as https://api.example.com/v1: curl -H 'Host: api.example.com' http://127.0.0.1:3000/v1",
      "  also as https://any.example.org/: curl -H 'Host: any.example.org' http://127.0.0.1:3000/",
    ]);
  });

  it('is nowhere without a stage, or where nothing of it is emulated, and then no call is offered that would be served', () => {
    const me = { routeKey: 'GET /me', authorization: { kind: 'none' }, target: { kind: 'function' } };
    const nowhere = bannerOf({ stages: [], routes: [me] });
    expect(nowhere).toContain('serves nothing of api, of which no stage is served: every request is answered 404');
    expect(nowhere).not.toContain('curl -i');
    const blocked = bannerOf({ blocked: { kind: 'not emulated', reason: 'why' }, routes: [me] });
    expect(blocked).toContain('http://127.0.0.1:3000 answers 501 to every request for api');
    expect(blocked).not.toContain('curl -i');
  });
});

describe('an API of which no route takes a JWT', () => {
  const me = {
    routeKey: 'GET /me',
    authorization: { kind: 'not emulated', reason: 'why' },
    target: { kind: 'function' },
  };
  const health = { ...me, routeKey: 'GET /health', authorization: { kind: 'none' } };
  const text = banner({
    model: { name: 'api', stages: [{ name: 'dev' }], mappings: [], routes: [me, health], notEmulated: ['why'] },
    gateway: { url: 'http://127.0.0.1:3000' },
    variableNames: [],
  } as unknown as Laptop);

  it('is introduced without an issuer and tokens, and with the reasons', () => {
    expect(text).toContain('no route takes a JWT here: no issuer is started\n');
    expect(text).toContain('  GET /me      nobody, 501: why\n  GET /health  anyone\n  not emulated: why\n');
    expect(text).not.toMatch(/VALID|undefined/);
  });

  it('has a call of a route that needs no token, at its stage', () => {
    expect(text).toContain('\n# a route that needs no token: 200\ncurl -i http://127.0.0.1:3000/dev/health\n');
  });
});

test('on 80 columns, the rows are at most 24 for an API of three routes, the console first, in a row of its own', () => {
  const target = { kind: 'function', function: { codeDir: '/nowhere' } };
  const authorization = { kind: 'jwt', authorizer: { identitySource: '$request.header.Authorization' }, scopes: [] };
  const routes = [
    {
      routeKey: 'GET /health',
      authorization: { kind: 'none' },
      reason: 'load balancers and uptime monitors probe it',
      target,
    },
    { routeKey: 'GET /me', authorization, reason: 'callers see only their own identity', target },
    { routeKey: 'POST /quotes', authorization: { ...authorization, scopes: ['quotes:write'] }, target },
  ];
  const work = '/var/folders/xx/abcdefghijklmnopqrstuvwxyz0000/T/wso2-http-api-8b6e7a2c-1d1f-4c39-9b62-51f0f1e2d3c4';
  const laptop = {
    ...laptopOf({ routes }),
    caFile: `${work}/issuer-ca.pem`,
    tokenFile: `${work}/tokens`,
    isOurs: true,
  };
  const text = banner(laptop as unknown as Laptop, `http://127.0.0.1:65535/#${'x'.repeat(22)}`);
  const rows = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / 80)));
  expect(rows[0]).toBe(1);
  expect(text).toMatch(/^console http:\/\/127\.0\.0\.1:65535\/#x{22}\nhttp:\/\/127\.0\.0\.1:3000 serves api\n/);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(24);
  expect(text.split('\n').filter((line) => line.startsWith('curl'))).toHaveLength(4);
  expect(text.split('\n').filter((line) => line.startsWith('curl') && line.length > 80)).toEqual([]);
});

test('what is said of edits and of npm run token holds for what is served', () => {
  const ours = { ...laptopOf({}), isOurs: true } as unknown as Laptop;
  expect(banner(ours)).toMatch(/npm run --silent token .*\nedits of lambda\/.* are served at once; Ctrl-C ends it\n$/);
  expect(banner(ours, undefined, undefined, { watch: false, context: ['env=local'] })).toMatch(
    /\nnpm run --silent token -- -c env=local \| npm run --silent explain -- -c env=local - .*\nCtrl-C ends it\n$/,
  );
  // Of another environment they would ask the issuer itself.
  expect(banner(ours, undefined, undefined, { watch: true, context: ['env=prod'] })).not.toContain('npm run');
  // The environments of config/ need not have the clients and routes of an assembly.
  expect(banner({ ...ours, isOurs: false })).not.toContain('npm run');
});

test('the variables that all functions have besides are named', () => {
  expect(banner({ ...laptopOf({}), variableNames: ['AWS_ENDPOINT_URL', 'TABLE'] })).toContain(
    '\n  functions have besides: AWS_ENDPOINT_URL, TABLE, from --function-env\n',
  );
  expect(bannerOf({})).not.toContain('functions have besides');
});
