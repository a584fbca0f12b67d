import { banner, requestLine } from '../../../commands/start/describe';
import type { Laptop } from '../../../commands/start/laptop';
import { plainFault } from '../../../commands/start/watch';
import type { RequestRecord } from '../../../local/gateway/request-record';
import { authorizerWith } from '../../local/authorizer/setup';

const record = (changes: object) =>
  ({ method: 'GET', path: '/me', routeKey: 'GET /me', status: 200, ...changes }) as RequestRecord;

describe('the line of a request', () => {
  it('names the route only where the request does not say it already', () => {
    expect(requestLine(record({}))).toBe('GET /me  200');
    expect(requestLine(record({ path: '/quotes/7', routeKey: 'GET /quotes/{id}' }))).toBe(
      'GET /quotes/7  GET /quotes/{id}  200',
    );
  });

  it('says why it was not served', () => {
    const reason = 'no route matches GET /me';
    expect(requestLine(record({ routeKey: undefined, status: 404, reason }))).toBe(`GET /me  404  ${reason}`);
    const failed = { name: 'audience', found: '"a"', expected: '"b"' };
    expect(requestLine(record({ status: 401, decision: { allowed: false, failed } }))).toBe(
      'GET /me  401  audience: found "a", expected "b"',
    );
  });

  it.each([
    ['bearer T', 'the scheme bearer'],
    ['BEARER eyJ.eyJ.c2ln', 'the scheme BEARER'],
    ['Token T', 'the scheme Token'],
    ['Bearer  eyJ.eyJ.c2ln', 'more than one space after Bearer'],
  ])('says of %p what stands before the token', async (authorization, found) => {
    const decision = await authorizerWith().authorize({ headers: { authorization }, query: {} }, []);
    expect(requestLine(record({ status: 401, decision }))).toBe(
      `GET /me  401  format: found ${found}, expected Bearer and one space before the token, or the token alone`,
    );
  });
});

describe('a token in the line of a request', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';

  it.each([
    ['in the path', { path: `/me/${token}` }],
    ['at the beginning of the path, cut off', { path: `/${token.slice(0, 30)}` }],
    ['in a parameter within the path', { path: `/me#access_token=${token}` }],
    ['in the reason', { routeKey: undefined, status: 404, reason: `no route matches GET /me/${token}` }],
  ])('is not shown: %s', (_where, changes) => {
    const line = requestLine(record(changes));
    expect(line).toContain('(a token, not shown)');
    expect(line).not.toContain('eyJ');
  });
});

/** What is printed for an API, of which only this matters. */
const bannerOf = (
  model: object,
  issuer = 'https://localhost:9443/oauth2/token',
  port = 9443,
  variableNames: string[] = [],
) =>
  banner({
    variableNames,
    model: { name: 'api', stages: [{ name: '$default' }], mappings: [], routes: [], notEmulated: [], ...model },
    gateway: { url: 'http://127.0.0.1:3000' },
    caFile: 'ca.pem',
    issuer: {
      issuer,
      lead: { host: '127.0.0.1', port },
      directory: { clients: [{ id: 'a', secret: 'b', scopes: [] }] },
      token: (name: string) => name,
    },
  } as unknown as Laptop);

describe('how to get a fresh token', () => {
  it.each([
    ['asks the stand-in at its own URL', 'https://localhost:9443/oauth2/token', 9443, '-u a:b'],
    [
      'leads to the port of --issuer-port',
      'https://localhost:9443/oauth2/token',
      9510,
      '--connect-to localhost:9443:127.0.0.1:9510 -u a:b',
    ],
    [
      'leads from the host of a deployed issuer to the stand-in',
      'https://is.example.com/oauth2/token',
      9443,
      '--connect-to is.example.com:443:127.0.0.1:9443 -u a:b',
    ],
  ])('%s', (_, issuer, port, way) => {
    expect(bannerOf({}, issuer, port)).toContain(
      `\ncurl -s --cacert ca.pem ${way} -d grant_type=client_credentials ${issuer}   # a fresh token\n`,
    );
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
  const statuses = (text: string) => [...text.matchAll(/: (\d{3})$/gm)].map(([, status]) => Number(status));

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
    expect(bannerOf(model)).toContain(`\ncurl -i ${call}   # a valid token: 200\n`);
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
  const head = (model: object) => bannerOf(model).split('\n').slice(1, 5);

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
    variableNames: [],
    model: { name: 'api', stages: [{ name: 'dev' }], mappings: [], routes: [me, health], notEmulated: ['why'] },
    gateway: { url: 'http://127.0.0.1:3000' },
  } as unknown as Laptop);

  it('is introduced without an issuer and tokens, and with the reasons', () => {
    expect(text).toContain('no route takes a JWT here: no issuer is started\n');
    expect(text).toContain('  GET /me      nobody, 501: why\n  GET /health  anyone\n  not emulated: why\n');
    expect(text).not.toMatch(/VALID|undefined/);
  });

  it('has a call of a route that needs no token, at its stage', () => {
    expect(text).toContain('\ncurl -i http://127.0.0.1:3000/dev/health   # a route that needs no token: 200\n');
  });
});

describe('the fault of a reload', () => {
  it('is what esbuild says of the function, without the crash that follows', () => {
    expect(
      plainFault('✘ [ERROR] Expected "}"\n\n    lambda/me.ts:16:0\n\nnode:child_process:930\n    throw err;\n'),
    ).toBe('✘ [ERROR] Expected "}"\n\n    lambda/me.ts:16:0');
  });

  it('is the error of a crash, with the frames of this project alone', () => {
    const crash = [
      'node:internal/modules/run_main:123',
      '    triggerUncaughtException(',
      '',
      'Error: no such thing',
      '    at make (/here/lib/api-stack.ts:10:3)',
      '    at App (/here/node_modules/aws-cdk-lib/core.js:1:1)',
      '    at node:internal/main:1:1',
      '',
      'Node.js v20.20.2',
    ];
    expect(plainFault(crash.join('\n'))).toBe('Error: no such thing\n    at make (/here/lib/api-stack.ts:10:3)');
  });

  it('is left as it is where it is for people already', () => {
    const fault = 'the configuration has 1 fault\n  routes[1].path — got "/me/" — expected no slash at the end';
    expect(plainFault(fault)).toBe(fault);
  });
});

test('the variables that all functions have besides are named', () => {
  expect(bannerOf({}, undefined, undefined, ['AWS_ENDPOINT_URL', 'TABLE'])).toContain(
    '\n  functions have besides: AWS_ENDPOINT_URL, TABLE, from --function-env\n',
  );
  expect(bannerOf({})).not.toContain('functions have besides');
});
