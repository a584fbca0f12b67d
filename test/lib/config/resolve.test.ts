import { environments, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import type { Route } from '../../../lib/api/types';
import { ConfigurationError } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import { resolveConfig } from '../../../lib/config/resolve';

const ISSUER = 'https://is.example.com/oauth2/token';

/** The faults of `dev` with these changes, a line each. */
function faultsOf(change: object): string[] {
  return linesOf(() =>
    resolveConfig({
      project,
      environments: { dev: { issuer: ISSUER, clientIds: ['abc'], ...change } },
      routes,
      functions,
      context: { env: 'dev' },
    }),
  );
}

/** The faults of a list of routes, a line each. */
function routeFaults(...list: unknown[]): string[] {
  return linesOf(() =>
    resolveConfig({ project, environments, routes: list as Route[], functions, context: { env: 'dev' } }),
  );
}

function linesOf(resolve: () => unknown): string[] {
  try {
    resolve();
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message.split('\n  ').slice(1);
    }
    throw error;
  }
  return [];
}

const route = (path: string, change: object = {}) => ({ method: 'GET', path, access: { scopes: ['a'] }, ...change });

describe('the command line', () => {
  test('chooses local when it says nothing', () => {
    expect(resolveConfig({ project, environments, routes, functions })).toMatchObject({
      name: 'local',
      environment: { issuer: 'https://localhost:9443/oauth2/token', laptopOnly: true },
    });
  });

  test('chooses dev when it names an issuer only', () => {
    expect(
      resolveConfig({ project, environments, routes, functions, context: { issuer: ISSUER, clientId: 'abc,def' } }),
    ).toMatchObject({
      name: 'dev',
      environment: { issuer: ISSUER, clientIds: ['abc', 'def'] },
    });
  });

  test('lays its values over the environment it names', () => {
    const { name, environment } = resolveConfig({
      project,
      environments,
      routes,
      functions,
      context: { env: 'prod', clientId: 'abc' },
    });
    expect(name).toBe('prod');
    expect(environment.clientIds).toEqual(['abc']);
    expect(environment.issuer).toBe(environments.prod.issuer);
  });

  test.each<[Record<string, unknown>, string]>([
    [
      { env: 'staging' },
      '-c env — got "staging" — expected one of local, dev, prod — name one of them, or add it to config/environments.ts',
    ],
    [
      { env: 'toString' },
      '-c env — got "toString" — expected one of local, dev, prod — name one of them, or add it to config/environments.ts',
    ],
    [
      { env: 'dev', issuer: 'http://is.example.com/oauth2/token' },
      '-c issuer — got "http://is.example.com/oauth2/token" — expected an https URL, API Gateway refuses any other — write "https://is.example.com/oauth2/token"',
    ],
    [
      { env: 'dev', clientId: 'abc,,def' },
      '-c clientId — got "" — expected a client id, without white space — copy it from the application in WSO2 IS, tab Protocol',
    ],
    [{ env: 'dev', clientID: 'abc' }, '-c clientID — got "abc" — expected the key clientId — write -c clientId=…'],
    [{ env: 'dev', 'client-ids': 'a' }, '-c client-ids — got "a" — expected the key clientId — write -c clientId=…'],
  ])('%j is refused', (context, message) => {
    expect(linesOf(() => resolveConfig({ project, environments, routes, functions, context }))).toEqual([message]);
  });

  test('has a name that a stack may be called after', () => {
    const dev: Environment = { issuer: ISSUER, clientIds: ['abc'] };
    expect(() =>
      resolveConfig({ project, environments: { my_env: dev }, routes, functions, context: { env: 'my_env' } }),
    ).toThrow(
      'config/environments.ts: the name of an environment — got "my_env" — expected lower-case letters, digits and single hyphens, because stack and roles are called after it — rename it',
    );
  });

  test('leaves the CDK’s own context alone', () => {
    const context = { '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [] };
    expect(linesOf(() => resolveConfig({ project, environments, routes, functions, context }))).toEqual([]);
  });
});

describe('an issuer', () => {
  const PUBLIC = (kind: string) =>
    `expected a host on the internet (this is a ${kind}), because API Gateway fetches the issuer's keys from there — give WSO2 IS a public host name, or run it on your laptop with \`npm start\``;

  test.each([
    [
      'http://is.example.com/oauth2/token',
      'expected an https URL, API Gateway refuses any other — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://me:pw@is.example.com/oauth2/token',
      'expected no user info — write "https://is.example.com/oauth2/token"',
    ],
    ['https://is.example.com/oauth2/token?a=b', 'expected no query — remove the part from `?` on'],
    ['https://is.example.com/oauth2/token?', 'expected no query — remove the part from `?` on'],
    ['https://is.example.com/oauth2/token#top', 'expected no fragment — remove the part from `#` on'],
    [
      ' https://is.example.com/oauth2/token',
      'expected no white space around it — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com/oauth2/token\n',
      'expected no white space around it — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://IS.example.com/oauth2/token',
      'expected the host in lower case, as WSO2 IS writes it into `iss` — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com:443/oauth2/token',
      'expected no `:443`, WSO2 IS leaves the default port out of `iss` — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com/oauth2/token/',
      'expected no slash at the end, WSO2 IS writes none into `iss` — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com/oauth2/token/.well-known/openid-configuration',
      'expected the issuer, not its discovery document — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com/a/../oauth2/token',
      'expected the URL in its canonical form — write "https://is.example.com/oauth2/token"',
    ],
    [
      'https://is.example.com\\oauth2\\token',
      'expected the URL in its canonical form — write "https://is.example.com/oauth2/token"',
    ],
    [
      'is.example.com/oauth2/token',
      'expected an https URL — copy `issuer` from WSO2 IS: curl https://HOST/oauth2/token/.well-known/openid-configuration',
    ],
    [
      '',
      'expected an https URL — copy `issuer` from WSO2 IS: curl https://HOST/oauth2/token/.well-known/openid-configuration',
    ],
    ['https://localhost:9443/oauth2/token', PUBLIC('loopback name')],
    ['https://127.0.0.1:9443/oauth2/token', PUBLIC('loopback address')],
    ['https://[::1]:9443/oauth2/token', PUBLIC('loopback address')],
    ['https://10.1.2.3/oauth2/token', PUBLIC('private address')],
    ['https://172.31.0.1/oauth2/token', PUBLIC('private address')],
    ['https://192.168.1.1/oauth2/token', PUBLIC('private address')],
    ['https://100.64.0.1/oauth2/token', PUBLIC('private address')],
    ['https://[fd00::1]/oauth2/token', PUBLIC('private address')],
    ['https://169.254.169.254/oauth2/token', PUBLIC('link-local address')],
    ['https://0.0.0.0/oauth2/token', PUBLIC('unspecified address')],
    ['https://wso2.local/oauth2/token', PUBLIC('private name')],
    ['https://is.corp.internal/oauth2/token', PUBLIC('private name')],
    ['https://wso2is:9443/oauth2/token', PUBLIC('name without a domain')],
  ])('%j is refused', (issuer, message) => {
    expect(faultsOf({ issuer })).toEqual([
      `config/environments.ts: dev.issuer — got ${JSON.stringify(issuer).replace('me:pw@', '…@')} — ${message}`,
    ]);
  });

  test.each([
    'https://is.example.com/oauth2/token',
    'https://is.example.com:9443/oauth2/token',
    'https://is.example.com/t/acme/oauth2/token',
    'https://api.asgardeo.io/t/acme/oauth2/token',
    'https://idp.example.com',
  ])('%j is taken', (issuer) => {
    expect(faultsOf({ issuer })).toEqual([]);
  });

  test('on loopback is taken where nothing is deployed', () => {
    expect(faultsOf({ issuer: 'https://localhost:9443/oauth2/token', laptopOnly: true })).toEqual([]);
  });
});

describe('client ids', () => {
  const tooMany = Array.from({ length: 51 }, (_, index) => `client${index}`);

  test.each<[string, unknown[], string]>([
    [
      'none',
      [],
      'dev.clientIds — got [] — expected at least one client id — add the client id of the application that is registered in WSO2 IS',
    ],
    [
      'an empty one',
      [''],
      'dev.clientIds[0] — got "" — expected a client id, without white space — copy it from the application in WSO2 IS, tab Protocol',
    ],
    [
      'one with white space',
      ['a', 'b '],
      'dev.clientIds[1] — got "b " — expected a client id, without white space — copy it from the application in WSO2 IS, tab Protocol',
    ],
    [
      'a repetition',
      ['a', 'a'],
      'dev.clientIds — got ["a","a"] — expected each client id once — remove the repetition',
    ],
    [
      "the issuer's URL among them",
      ['a', ISSUER],
      `dev.clientIds[1] — got "${ISSUER}" — expected a client id, or an audience that you gave to your applications: JWT refresh tokens of WSO2 IS 7.3 have the issuer as their audience — write the client ids of the applications that may call`,
    ],
    [
      'the audience of an API Manager among them',
      ['http://org.wso2.apimgt/gateway'],
      'dev.clientIds[0] — got "http://org.wso2.apimgt/gateway" — expected a client id, or an audience that you gave to your applications: every application of an API Manager has this one — write the client ids of the applications that may call',
    ],
    ['a number', [5], 'dev.clientIds[0] — got 5 — expected a string — write one'],
  ])('with %s are refused', (_, clientIds, message) => {
    expect(faultsOf({ clientIds })).toEqual([`config/environments.ts: ${message}`]);
  });

  test('may be 50, and no more', () => {
    expect(faultsOf({ clientIds: tooMany.slice(1) })).toEqual([]);
    expect(faultsOf({ clientIds: tooMany })).toEqual([
      expect.stringContaining(
        'expected at most 50 client ids, a quota that AWS does not raise — give the applications a shared audience in WSO2 IS, and write that one here',
      ),
    ]);
  });
});

describe('an environment', () => {
  test.each<[object, string]>([
    [
      { account: '12345' },
      'dev.account — got "12345" — expected twelve digits — ask for it with: aws sts get-caller-identity --query Account',
    ],
    [{ region: 'Ireland' }, 'dev.region — got "Ireland" — expected an AWS region — write one like "eu-west-1"'],
    [
      { identitySource: 'Authorization' },
      'dev.identitySource — got "Authorization" — expected one $request.header.NAME or $request.querystring.NAME — write "$request.header.Authorization"',
    ],
    [
      { throttle: { rateLimit: 0, burstLimit: 1 } },
      'dev.throttle.rateLimit — got 0 — expected more than 0 requests per second — write the rate that callers may sustain',
    ],
    [
      { throttle: { rateLimit: -1, burstLimit: 1 } },
      'dev.throttle.rateLimit — got -1 — expected more than 0 requests per second — write the rate that callers may sustain',
    ],
    [
      { throttle: { rateLimit: 1, burstLimit: 0 } },
      'dev.throttle.burstLimit — got 0 — expected a whole number of requests from 1 to 2147483647 — write such a number',
    ],
    [{ throttle: { rateLimit: 1 } }, 'dev.throttle.burstLimit — got nothing — expected a number — write one'],
    [
      { functionMemoryMiB: 64 },
      'dev.functionMemoryMiB — got 64 — expected a whole number of MiB from 128 to 10240 — write such a number',
    ],
    [
      { functionMemoryMiB: 10241 },
      'dev.functionMemoryMiB — got 10241 — expected a whole number of MiB from 128 to 10240 — write such a number',
    ],
    [
      { functionMemoryMiB: 256.5 },
      'dev.functionMemoryMiB — got 256.5 — expected a whole number of MiB from 128 to 10240 — write such a number',
    ],
    [
      { functionTimeoutSeconds: 0 },
      'dev.functionTimeoutSeconds — got 0 — expected a whole number of seconds from 1 to 900 — write such a number',
    ],
    [
      { functionTimeoutSeconds: 29 },
      "dev.functionTimeoutSeconds — got 29 — expected less than the integration's timeout of 29 seconds — shorten it, or API Gateway answers 503 before the function can say why it is slow",
    ],
    [
      { integrationTimeoutSeconds: 5, functionTimeoutSeconds: 6 },
      "dev.functionTimeoutSeconds — got 6 — expected less than the integration's timeout of 5 seconds — shorten it, or API Gateway answers 503 before the function can say why it is slow",
    ],
    [
      { integrationTimeoutSeconds: 30 },
      'dev.integrationTimeoutSeconds — got 30 — expected a whole number of seconds from 1 to 29 — write such a number',
    ],
    [
      { logRetentionDays: 31 },
      'dev.logRetentionDays — got 31 — expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days — write the next longer one',
    ],
    [
      { tags: { 'aws:x': 'y' } },
      'dev.tags.aws:x — got "y" — expected letters, digits, spaces and _.:/=+-@, in a key 1–128 of them and no aws: before, in a value 1–256 — shorten it, or take out the other characters',
    ],
    [
      { tags: { team: '' } },
      'dev.tags.team — got "" — expected letters, digits, spaces and _.:/=+-@, in a key 1–128 of them and no aws: before, in a value 1–256 — shorten it, or take out the other characters',
    ],
    [
      { tags: { team: 'a, b' } },
      'dev.tags.team — got "a, b" — expected letters, digits, spaces and _.:/=+-@, in a key 1–128 of them and no aws: before, in a value 1–256 — shorten it, or take out the other characters',
    ],
    [
      { isuer: ISSUER },
      `dev.isuer — got "${ISSUER}" — expected no such member — correct its name, or remove it: lib/config/environment.ts lists them all`,
    ],
  ])('with %j is refused', (change, message) => {
    expect(faultsOf(change)).toEqual([`config/environments.ts: ${message}`]);
  });

  test('gets its defaults', () => {
    const dev: Environment = { issuer: ISSUER, clientIds: ['abc'] };
    expect(
      resolveConfig({ project, environments: { dev }, routes, functions, context: { env: 'dev' } }).environment,
    ).toEqual({
      issuer: ISSUER,
      clientIds: ['abc'],
      functions: {},
      laptopOnly: false,
      identitySource: '$request.header.Authorization',
      throttle: { rateLimit: 100, burstLimit: 200 },
      ipAddressType: 'ipv4',
      maxBodyBytes: 32_768,
      functionMemoryMiB: 256,
      functionTimeoutSeconds: 10,
      integrationTimeoutSeconds: 29,
      detailedMetrics: true,
      tracing: true,
      logLevel: 'INFO',
      logRetentionDays: 30,
      terminationProtection: false,
      tags: {},
    });
  });
});

describe('a route', () => {
  const ACCESS = "one of { scopes: ['…'] }, { anyToken: 'why' } or { public: 'why' } — write it so";

  test.each<[unknown[], string]>([
    [
      [route('quotes')],
      'routes[0].path (GET quotes) — got "quotes" — expected a path that starts with a slash — write "/quotes"',
    ],
    [
      [route('/quotes/')],
      'routes[0].path (GET /quotes/) — got "/quotes/" — expected no slash at the end — write "/quotes"',
    ],
    [
      [route('/a//b')],
      'routes[0].path (GET /a//b) — got "/a//b" — expected no empty segment — write one slash instead of two',
    ],
    [
      [route('/a/{}')],
      'routes[0].path (GET /a/{}) — got "/a/{}" — expected each segment to be literal, "{name}" or "{name+}" (this is "{}") — let a parameter fill its whole segment; its name holds letters, digits, `_`, `.` and `-`',
    ],
    [
      [route('/a/x{id}')],
      'routes[0].path (GET /a/x{id}) — got "/a/x{id}" — expected each segment to be literal, "{name}" or "{name+}" (this is "x{id}") — let a parameter fill its whole segment; its name holds letters, digits, `_`, `.` and `-`',
    ],
    [
      [route('/{rest+}/b')],
      'routes[0].path (GET /{rest+}/b) — got "/{rest+}/b" — expected the greedy parameter {rest+} at the end of the path — drop its `+`, or what follows it',
    ],
    [
      [route('/{id}/{id}')],
      'routes[0].path (GET /{id}/{id}) — got "/{id}/{id}" — expected each parameter name once in a path — rename one of them',
    ],
    [
      [route('/a/{id}'), route('/a/{name}')],
      'routes[1].path (GET /a/{name}) — got "/a/{name}" — expected a route that API Gateway can tell from "GET /a/{id}" (it does not look at parameter names) — remove one of the two',
    ],
    [
      [route('/a', { method: 'ANY' })],
      'routes[0].method (ANY /a) — got "ANY" — expected one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS — write a route for each method; ANY would hand CORS preflights to the authorizer',
    ],
    [
      [route('/a', { method: 'get' })],
      'routes[0].method (get /a) — got "get" — expected one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS — write a route for each method; ANY would hand CORS preflights to the authorizer',
    ],
    [
      [route('/a', { access: { scopes: [] } })],
      "routes[0].access.scopes (GET /a) — got [] — expected at least one scope — name one, or write { anyToken: 'why' } or { public: 'why' }",
    ],
    [
      [route('/a', { access: { scopes: ['a', 'a'] } })],
      'routes[0].access.scopes (GET /a) — got ["a","a"] — expected each scope once — remove the repetition',
    ],
    [
      [route('/a', { access: { scopes: ['s'.repeat(65)] } })],
      `routes[0].access.scopes[0] (GET /a) — got "${'s'.repeat(65)}" — expected at most 64 characters, what API Gateway takes for a scope — give it a shorter name in WSO2 IS`,
    ],
    [
      [route('/a', { access: { scopes: ['a b'] } })],
      'routes[0].access.scopes[0] (GET /a) — got "a b" — expected a scope without white space — write several scopes as several strings',
    ],
    [
      [route('/a', { access: { public: ' ' } })],
      'routes[0].access.public (GET /a) — got " " — expected the reason why this is safe — write it down: reviewers read it at synth',
    ],
    [
      [route('/a', { access: { anyToken: '' } })],
      'routes[0].access.anyToken (GET /a) — got "" — expected the reason why this is safe — write it down: reviewers read it at synth',
    ],
    [[route('/a', { access: {} })], `routes[0].access (GET /a) — got {} — expected ${ACCESS}`],
    [[route('/a', { access: undefined })], `routes[0].access (GET /a) — got nothing — expected ${ACCESS}`],
    [[], 'routes — got [] — expected at least one route — add one'],
  ])('in %j is refused', (list, message) => {
    expect(routeFaults(...list)).toEqual([`config/routes.ts: ${message}`]);
  });

  test('has at most 10 scopes', () => {
    const scopes = Array.from({ length: 11 }, (_, index) => `s${index}`);
    expect(routeFaults(route('/a', { access: { scopes: scopes.slice(1) } }))).toEqual([]);
    expect(routeFaults(route('/a', { access: { scopes } }))).toEqual([
      expect.stringContaining(
        'expected at most 10 scopes, a quota that AWS does not raise — group them into fewer scopes in WSO2 IS',
      ),
    ]);
  });

  test('is one of at most 300', () => {
    const list = Array.from({ length: 301 }, (_, index) => route(`/r${index}`));
    expect(routeFaults(...list.slice(1))).toEqual([]);
    expect(routeFaults(...list)).toEqual([
      expect.stringContaining(
        'expected at most 300 routes, what API Gateway allows an API — group them under {parameters}, or split the API',
      ),
    ]);
  });

  test('may have the path of another with another method, or a greedy parameter in place of a plain one', () => {
    expect(routeFaults(route('/a/{id}'), route('/a/{id}', { method: 'PUT' }), route('/a/{id+}'), route('/'))).toEqual(
      [],
    );
  });
});

test('all faults are reported at once', () => {
  expect(() =>
    resolveConfig({
      project,
      environments: { dev: { issuer: 'http://localhost/oauth2/token/', clientIds: [], logRetentionDays: 2 } },
      routes: [route('/a/', { access: { scopes: ['x y'] } })] as Route[],
      functions,
      context: { env: 'dev', clientID: 'x' },
    }),
  ).toThrow(/^the configuration has 8 faults\n/);
});
