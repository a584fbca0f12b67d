import type { IncomingHttpHeaders } from 'node:http';
import { OPERATIONS, type Operations } from '../../../commands/project/operations';
import { runCases, type SmokeResult } from '../../../commands/smoke/run-cases';
import { createSender, type Sender } from '../../../commands/smoke/send-case';
import { smokeCommand } from '../../../commands/smoke/smoke-command';
import { invoke } from '../support/invoke';
import {
  type Asked,
  answer,
  EXPIRED,
  type FakeDeployment,
  jwt,
  NO_SCOPE,
  ROUTES,
  startFakeDeployment,
  TOKENS,
  type Told,
  VALID,
} from './fake-deployment';

let fake: FakeDeployment;
beforeAll(async () => {
  fake = await startFakeDeployment();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.respond = answer;
});

/** Time that passes only while somebody sleeps. */
let time = 0;
const slept: number[] = [];
let waits = 0;
beforeEach(() => {
  slept.length = 0;
  waits = 0;
});

function smoke(
  sender: Partial<Sender> = {},
  tokens = TOKENS,
  routes = ROUTES,
  described: Operations = {},
): Promise<SmokeResult[]> {
  const send = createSender({
    url: fake.url,
    identitySource: '$request.header.Authorization',
    waitMs: 0,
    now: () => time,
    sleep: async (ms) => {
      slept.push(ms);
      time += ms;
    },
    onWait: () => {
      waits += 1;
    },
    ...sender,
  });
  return runCases(routes, tokens, send, described);
}

function failures(results: readonly SmokeResult[]): string[] {
  return results.filter(({ result }) => result === 'FAIL').map(({ route, token, got }) => `${route}, ${token}: ${got}`);
}

test('a deployment that answers as API Gateway does passes every case', async () => {
  const results = await smoke();
  expect(results.map(({ route, token, result, got }) => `${route}, ${token}: ${result}, ${got}`)).toEqual([
    'GET /health, none: ok, 200',
    ...['none: ok, 401', 'garbage: ok, 401', 'tampered: ok, 401', 'expired: ok, 401', 'valid: ok, 200'].map(
      (row) => `GET /me, ${row}`,
    ),
    ...['POST /quotes', 'DELETE /quotes/{id}'].flatMap((route) =>
      [
        'none: ok, 401',
        'garbage: ok, 401',
        'tampered: ok, 401',
        'expired: ok, 401',
        'no scope: ok, 403',
        'valid: ok, 400',
      ].map((row) => `${route}, ${row}`),
    ),
  ]);
});

const UNAUTHORIZED = '{"message":"Unauthorized"}';
test.each<[string, (asked: Asked) => Told | 'nothing' | 'hang up', string[]]>([
  [
    'that lets a route be called without a token',
    (asked) => (asked.url === '/me' && !asked.token ? { status: 200, body: 'come in' } : answer(asked)),
    ['GET /me, none: 200 come in'],
  ],
  [
    'that does not verify signatures',
    (asked) => (asked.token === `${VALID}x` ? answer({ ...asked, token: VALID }) : answer(asked)),
    ['GET /me, tampered: 200', 'POST /quotes, tampered: 400 no body', 'DELETE /quotes/{id}, tampered: 400 no body'],
  ],
  [
    'that takes any text for a token',
    (asked) => (asked.token === 'garbage' && asked.url === '/me' ? { status: 200 } : answer(asked)),
    ['GET /me, garbage: 200'],
  ],
  [
    'that takes expired tokens',
    (asked) => (asked.token === EXPIRED ? answer({ ...asked, token: VALID }) : answer(asked)),
    ['GET /me, expired: 200', 'POST /quotes, expired: 400 no body', 'DELETE /quotes/{id}, expired: 400 no body'],
  ],
  [
    'that does not look at scopes',
    (asked) => (asked.token === NO_SCOPE ? answer({ ...asked, token: VALID }) : answer(asked)),
    ['POST /quotes, no scope: 400 no body', 'DELETE /quotes/{id}, no scope: 400 no body'],
  ],
  [
    'that answers 401 from the function, with a body of its own',
    (asked) => (asked.url === '/me' && !asked.token ? { status: 401, body: '{"error":"no"}' } : answer(asked)),
    ['GET /me, none: 401 {"error":"no"}'],
  ],
  [
    'that leaves out the challenge',
    (asked) => (asked.url === '/me' && !asked.token ? { status: 401, body: UNAUTHORIZED } : answer(asked)),
    [`GET /me, none: 401 ${UNAUTHORIZED}`],
  ],
  [
    'that refuses with other words than API Gateway',
    (asked) =>
      asked.url === '/me' && asked.token === EXPIRED
        ? { status: 401, body: UNAUTHORIZED, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
        : answer(asked),
    [`GET /me, expired: 401 ${UNAUTHORIZED}, Bearer error="invalid_token"`],
  ],
  [
    'that guards a public route',
    (asked) => (asked.url === '/health' ? answer({ ...asked, url: '/me' }) : answer(asked)),
    [`GET /health, none: 401 ${UNAUTHORIZED}, Bearer`],
  ],
  [
    'whose function fails',
    (asked) => (asked.token === VALID ? { status: 500, body: '{"message":"Internal Server Error"}' } : answer(asked)),
    ['GET /me', 'POST /quotes', 'DELETE /quotes/{id}'].map(
      (key) => `${key}, valid: 500 {"message":"Internal Server Error"}`,
    ),
  ],
  [
    'that throttles',
    (asked) => (asked.method === 'POST' && asked.token === VALID ? { status: 429 } : answer(asked)),
    ['POST /quotes, valid: 429'],
  ],
  [
    'that sends callers elsewhere',
    (asked) => (asked.url === '/me' ? { status: 302, headers: { location: '/health' } } : answer(asked)),
    ['none', 'garbage', 'tampered', 'expired', 'valid'].map((token) => `GET /me, ${token}: 302`),
  ],
  [
    'that hangs up',
    (asked) => (asked.url === '/me' && asked.token === VALID ? 'hang up' : answer(asked)),
    ['GET /me, valid: no answer: UND_ERR_SOCKET'],
  ],
])('a deployment %s fails there, and nowhere else', async (_, broken, expected) => {
  fake.respond = broken;
  expect(failures(await smoke())).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ['as described', '{"status":"ok"}', []],
  ['with another value', '{"status":"well"}', ['GET /health, none: 200, body.status: expected "ok"']],
  [
    'with a member that nobody described',
    '{"status":"ok","version":"1.0.0"}',
    ['GET /health, none: 200, body.version: expected never'],
  ],
  ['without a member', '{}', ['GET /health, none: 200, body.status: expected "status"']],
  ['that is not JSON', 'well', ['GET /health, none: 200, the body is not JSON']],
])('an answer %s is judged by the description of the API', async (_, body, expected) => {
  fake.respond = (asked) => (asked.url === '/health' ? { status: 200, body } : answer(asked));
  expect(failures(await smoke({}, TOKENS, ROUTES.slice(0, 1), OPERATIONS))).toEqual(expected);
});

test('an answer that never comes is a failure', async () => {
  fake.respond = () => 'nothing';
  const none = { missing: 'not tried here' };
  const tokens = { none, garbage: none, tampered: none, expired: none, 'no scope': none, valid: { token: VALID } };
  const results = await smoke({ timeoutMs: 50 }, tokens, ROUTES.slice(1, 2));
  expect(failures(results)).toEqual(['GET /me, valid: no answer: it took too long']);
});

test('shows no token that a deployment repeats', async () => {
  fake.respond = (asked) =>
    asked.token === VALID
      ? { status: 418, body: `you sent ${asked.token}`, headers: { 'www-authenticate': `Bearer ${asked.token}` } }
      : answer(asked);
  expect(failures(await smoke())[0]).toBe('GET /me, valid: 418 you sent (left out), Bearer (left out)');
});

test('waits, more and more seldom, for a route that is not there yet', async () => {
  let asked = 0;
  fake.respond = (request) => {
    asked += request.url === '/health' ? 1 : 0;
    return request.url === '/health' && asked < 6 ? { status: 404, body: '{"message":"Not Found"}' } : answer(request);
  };
  expect(failures(await smoke({ waitMs: 60_000 }))).toEqual([]);
  expect(slept).toEqual([500, 1000, 2000, 4000, 5000]);
  expect(waits).toBe(1);
});

test('waits once for all routes together, then says which are not there', async () => {
  fake.respond = (request) =>
    request.url === '/me' ? { status: 404, body: '{"message":"Not Found"}' } : answer(request);
  const failed = failures(await smoke({ waitMs: 3000 }));
  expect(failed).toEqual(
    ['none', 'garbage', 'tampered', 'expired', 'valid'].map(
      (token) => `GET /me, ${token}: 404 {"message":"Not Found"}`,
    ),
  );
  expect(slept).toEqual([500, 1000, 1500]);
});

test('a 404 of the function is not waited for, and shows that the authorizer let the request pass', async () => {
  fake.respond = (asked) =>
    asked.method === 'DELETE' && asked.token === VALID
      ? { status: 404, body: '{"message":"no such quote"}' }
      : answer(asked);
  const results = await smoke({ waitMs: 60_000 });
  expect(results.at(-1)).toMatchObject({ route: 'DELETE /quotes/{id}', token: 'valid', result: 'ok', got: '404' });
  expect(slept).toEqual([]);
});

test.each([
  ['$request.header.X-Token', (headers: IncomingHttpHeaders) => headers['x-token'], `Bearer ${VALID}`],
  ['$request.querystring.access_token', (_: IncomingHttpHeaders, path: string) => path, `/me?access_token=${VALID}`],
])('sends the token where the authorizer looks for it: %s', async (identitySource, sent, expected) => {
  const seen: unknown[] = [];
  fake.respond = ({ headers, url: path }) => {
    seen.push(sent(headers, path));
    return { status: 200 };
  };
  await smoke({ identitySource }, TOKENS, ROUTES.slice(1, 2));
  expect(seen).toContain(expected);
});

test('the answer to HEAD needs no body', async () => {
  fake.respond = ({ token }) => answer({ method: 'GET', url: '/me', headers: {}, token });
  const results = await smoke({}, TOKENS, [{ method: 'HEAD', path: '/me', access: { anyToken: 'why' } }]);
  expect(failures(results)).toEqual([]);
  expect(results.map(({ got }) => got)).toEqual(['401', '401', '401', '401', '200']);
});

test('an opaque token is warned about, and cannot be tampered with', async () => {
  const token = '0c2f8a6e-6b1c-4f0a-9a53-0a1c5e1f0a11';
  const { code, out, err } = await invoke(smokeCommand, ['--url', fake.url], { env: { WSO2_TOKEN: token } });
  expect(err).toMatch(/^warning: the token — got one that is not a JWT — expected a JWT: API Gateway answers 401/);
  expect(out).toContain('skip  GET /me       tampered token           the valid token is not a signed JWT\n');
  expect(out).toContain(
    'FAIL  GET /me       valid token              expected 2xx — got 401 {"message":"Unauthorized"}, ',
  );
  expect(out + err).not.toContain(token);
  expect(code).toBe(1);
});

test('a token without the scope that has it is not sent as one', async () => {
  const results = await smoke({}, { ...TOKENS, 'no scope': { token: jwt({ scope: 'default quotes:write' }) } });
  expect(results.filter(({ token }) => token === 'no scope').map(({ result, got }) => `${result}: ${got}`)).toEqual([
    'skipped: the issuer grants quotes:write unasked',
    'skipped: the issuer grants quotes:write unasked',
  ]);
});

test.each<[string, string[], string]>([
  ['no URL', [], '--url — got nothing — expected an https URL, or an http one on this machine, without query — write'],
  [
    'http to another machine',
    ['--url', 'http://example.com'],
    '--url — got "http://example.com" — expected an https URL',
  ],
  ['a URL with a query', ['--url', 'https://example.com/?a=b'], '--url — got "https://example.com/?a=b" — expected'],
  [
    'a wait that is none',
    ['--url', 'https://example.com', '--wait', 'x'],
    '--wait — got "x" — expected seconds from 0 to',
  ],
  [
    'nobody there',
    ['--url', 'http://127.0.0.1:1'],
    '--url — got no answer: bad port — expected a deployment — check --url; a new host name may take minutes to be known',
  ],
])('%s is one clear error, and exit code 1', async (_, args, message) => {
  const { code, out, err } = await invoke(smokeCommand, args, { env: { WSO2_TOKEN: VALID } });
  expect(err).toContain(message);
  expect(err).not.toContain(VALID);
  expect(out).toBe('');
  expect(code).toBe(1);
});

test.each(['WSO2_TOKEN', 'WSO2_EXPIRED_TOKEN'])(
  'what cannot be a token is not sent, nor shown: %s',
  async (variable) => {
    const env = { WSO2_TOKEN: VALID, [variable]: 'eyJ two lines' };
    expect(await invoke(smokeCommand, ['--url', fake.url], { env })).toEqual({
      code: 1,
      out: '',
      err: `${variable} — got a value that is no token — expected a token — set ${variable} to the access token alone\n`,
    });
  },
);
