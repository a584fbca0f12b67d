import type { RequestListener } from 'node:http';
import type { Json } from '../../../local/authorizer/decision';
import { createDocumentFetcher, MAX_DOCUMENT_BYTES } from '../../../local/authorizer/fetch-document';
import { COOL_DOWN_MS, createIssuerKeys, FAILURE_MS } from '../../../local/authorizer/issuer-keys';
import { createCertificate } from '../../support/certificate';
import { type HttpsServer, startHttpsServer } from '../../support/https-server';
import { claimsWith, createRsaKey, jwkOf, mint, NOW } from './minting';
import { authorizerWith, decide, KEY, outcome } from './setup';

// The authorizer against a real https server that misbehaves, and then behaves again.

const NEW_KEY = createRsaKey('bmV3_RS256');
const DISCOVERY_PATH = '/oauth2/token/.well-known/openid-configuration';
const certificate = createCertificate();

let server: HttpsServer;
let issuer: string;
/** The faults of the server, by path. */
let faults: Record<string, RequestListener | undefined>;
let published: readonly Json[];
let asked: string[];

const serve: RequestListener = (request, response) => {
  const path = request.url ?? '';
  asked.push(path);
  const documents: Record<string, Json> = {
    [DISCOVERY_PATH]: { issuer, jwks_uri: `${server.origin}/oauth2/jwks` },
    '/oauth2/jwks': { keys: published },
  };
  const fault = faults[path];
  if (fault) {
    fault(request, response);
  } else {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(documents[path]));
  }
};

beforeAll(async () => {
  server = await startHttpsServer(serve, certificate);
  issuer = `${server.origin}/oauth2/token`;
});
afterAll(() => server.close());
beforeEach(() => {
  faults = {};
  published = [jwkOf(KEY)];
  asked = [];
});

/** An authorizer for the server's issuer, with a clock to move. A busy machine must not look like a slow issuer. */
function setUp(fetchDocument = createDocumentFetcher({ ca: server.ca, timeoutMs: 10_000 })) {
  const clock = { now: NOW };
  const now = () => clock.now;
  const keys = createIssuerKeys({ issuer, fetchDocument, now });
  return { clock, authorizer: authorizerWith({ issuer, keys, now }) };
}

const valid = (key = KEY) => mint(key, claimsWith({ iss: issuer }));

test('a token is verified with the keys of its issuer, fetched once', async () => {
  const { authorizer } = setUp();
  expect(outcome(await decide(valid(), ['quotes:read'], authorizer))).toBe('allowed');
  expect(outcome(await decide(valid(), ['quotes:read'], authorizer))).toBe('allowed');
  expect(asked).toEqual([DISCOVERY_PATH, '/oauth2/jwks']);
});

test('a token signed with a key that came by rotation is let in, and one signed with the key that went is not', async () => {
  const { authorizer } = setUp();
  await decide(valid(), [], authorizer);
  published = [jwkOf(NEW_KEY)];
  expect(outcome(await decide(valid(NEW_KEY), [], authorizer))).toBe('allowed');
  expect(outcome(await decide(valid(), [], authorizer))).toMatchObject({ status: 401, code: 'unknown-kid' });
});

const DOCUMENTS = [
  [DISCOVERY_PATH, 'OIDC discovery endpoint communication error'],
  ['/oauth2/jwks', 'JWKS communication error'],
] as const;

const FAULTS: readonly [string, RequestListener, string][] = [
  [
    'redirects',
    (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    'leads to /elsewhere',
  ],
  ['answers 500', (_request, response) => response.writeHead(500).end('{}'), 'status 500'],
  ['answers 401', (_request, response) => response.writeHead(401).end('{}'), 'status 401'],
  ['answers with a page', (_request, response) => response.end('<html>'), 'a body that is not JSON'],
  [
    'answers with an error text',
    (_request, response) => response.end('Error while building'),
    'a body that is not JSON',
  ],
  [
    'answers without end',
    (_request, response) => response.end(`"${'x'.repeat(MAX_DOCUMENT_BYTES)}"`),
    'more than 150000 bytes',
  ],
  ['hangs up', (request) => request.destroy(), 'ECONNRESET'],
];

describe.each(DOCUMENTS)('when the issuer at %s', (path, text) => {
  test.each(FAULTS)('%s, tokens are refused, and let in again when it recovers [F71]', async (_fact, fault, reason) => {
    const { authorizer, clock } = setUp();
    faults = { [path]: fault };
    const decision = await decide(valid(), ['quotes:read'], authorizer);
    expect(decision).toMatchObject({
      failed: { found: expect.stringContaining(reason) },
      refusal: {
        status: 401,
        body: '{"message":"Unauthorized"}',
        wwwAuthenticate: `Bearer scope="quotes:read" error="invalid_token" error_description="${text}"`,
        error: `invalid_token: ${text}`,
      },
    });
    faults = {};
    clock.now += FAILURE_MS;
    expect(outcome(await decide(valid(), ['quotes:read'], authorizer))).toBe('allowed');
  });

  test('is slow, tokens are refused, and let in again when it recovers [F65]', async () => {
    const patient = createDocumentFetcher({ ca: server.ca, timeoutMs: 10_000 });
    const impatient = createDocumentFetcher({ ca: server.ca, timeoutMs: 50 });
    const { authorizer, clock } = setUp((url) => (faults[new URL(url).pathname] ? impatient : patient)(url));
    faults = { [path]: () => {} };
    expect(await decide(valid(), [], authorizer)).toMatchObject({
      failed: { found: expect.stringContaining('not complete within 50 ms') },
      refusal: { status: 401, error: `invalid_token: ${text}` },
    });
    faults = {};
    clock.now += FAILURE_MS;
    expect(outcome(await decide(valid(), [], authorizer))).toBe('allowed');
  });
});

test('when the issuer is down, tokens are refused, and let in again when it is back [F71]', async () => {
  const { authorizer, clock } = setUp();
  await server.close();
  expect(await decide(valid(), [], authorizer)).toMatchObject({
    failed: { code: 'discovery', found: expect.stringContaining('ECONNREFUSED') },
  });
  server = await startHttpsServer(serve, certificate, server.port);
  clock.now += FAILURE_MS;
  expect(outcome(await decide(valid(), [], authorizer))).toBe('allowed');
});

test('when the certificate of the issuer is not trusted, tokens are refused', async () => {
  const { authorizer } = setUp(createDocumentFetcher());
  expect(await decide(valid(), [], authorizer)).toMatchObject({
    failed: { code: 'discovery', found: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
  });
});

describe('a key set', () => {
  test.each<[string, readonly Json[], string]>([
    ['that is empty', [], 'unknown-kid'],
    ['with other keys only', [jwkOf(NEW_KEY)], 'unknown-kid'],
    ['with two keys under the kid', [jwkOf(KEY), jwkOf(NEW_KEY, { kid: KEY.kid })], 'unusable-key'],
    ['with a key for encryption under the kid', [jwkOf(KEY, { use: 'enc' })], 'unusable-key'],
  ])('%s refuses tokens, until it is mended [F76] [F78] [F120]', async (_fact, keys, code) => {
    const { authorizer, clock } = setUp();
    published = keys;
    expect(outcome(await decide(valid(), [], authorizer))).toMatchObject({ status: 401, code });
    published = [jwkOf(KEY)];
    clock.now += COOL_DOWN_MS;
    expect(outcome(await decide(valid(), [], authorizer))).toBe('allowed');
  });

  test('with one modulus under two kids serves both [F79]', async () => {
    const { authorizer } = setUp();
    const other = { ...KEY, kid: 'b3RoZXI_RS256' };
    published = [jwkOf(KEY), jwkOf(other), jwkOf(KEY, { kid: 'b3RoZXI_PS256', alg: 'PS256' })];
    expect(outcome(await decide(valid(), [], authorizer))).toBe('allowed');
    expect(outcome(await decide(valid(other), [], authorizer))).toBe('allowed');
    const misnamed = mint(KEY, claimsWith({ iss: issuer }), { kid: 'b3RoZXI_PS256' });
    expect(outcome(await decide(misnamed, [], authorizer))).toMatchObject({ code: 'key-algorithm' });
  });
});

test('an issuer that is down is not hammered [F75]', async () => {
  const { authorizer, clock } = setUp();
  faults = { [DISCOVERY_PATH]: (_request, response) => response.writeHead(503).end() };
  await Promise.all(Array.from({ length: 20 }, () => decide(valid(), [], authorizer)));
  await decide(valid(), [], authorizer);
  expect(asked).toHaveLength(1);
  clock.now += FAILURE_MS;
  await decide(valid(), [], authorizer);
  expect(asked).toHaveLength(2);
});
