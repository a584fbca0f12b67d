import type { RequestListener } from 'node:http';
import { MAX_DOCUMENT_BYTES } from '../../../local/authorizer/fetch-document';
import { COOL_DOWN_MS, createIssuerKeys, FAILURE_MS, KEY_LIFE_MS } from '../../../local/authorizer/issuer-keys';
import { createJwtAuthorizer } from '../../../local/authorizer/jwt-authorizer';
import { type Gateway, startGateway } from '../../../local/gateway/gateway';
import type { KeySetDocument } from '../../../local/issuer/key-set';
import type { Recipe } from '../../../local/issuer/mint';
import type { Release } from '../../../local/issuer/token-shape';
import { synthesizeOurApi } from './our-api';
import { send } from './support/request';
import { type DocumentName, type SwitchableIssuer, startSwitchableIssuer } from './support/switchable-issuer';

// Our template, our bundled function, tokens of WSO2's shapes, and an issuer that fails in every way: over HTTP, through one
// gateway that is never restarted.

const ISSUER = 'https://localhost:9443/oauth2/token';
const CLIENT = 'local_client';
const USER = { id: '7c9bd8a4-1c31-4cf7-a1a7-5f2c3e1d0b11', username: 'alice' };
const QUOTE = JSON.stringify({
  origin: 'DE',
  destination: 'FR',
  service: 'standard',
  pieces: [{ weightKg: 2.5, lengthCm: 30, widthCm: 20, heightCm: 10 }],
});
const DISCOVERY_ERROR = 'OIDC discovery endpoint communication error';
const JWKS_ERROR = 'JWKS communication error';

let time = Date.parse('2026-11-24T00:00:00Z');
const now = () => time;
let issuer: SwitchableIssuer;
let gateway: Gateway;

beforeAll(async () => {
  issuer = await startSwitchableIssuer(ISSUER, CLIENT, now);
  const { fetchDocument } = issuer;
  gateway = await startGateway({
    model: synthesizeOurApi(),
    now,
    createAuthorizer: (model) =>
      createJwtAuthorizer(model, { now, keys: createIssuerKeys({ issuer: model.issuer, fetchDocument, now }) }),
  });
}, 60_000);

afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

// By then the keys of the test before have outlived themselves, and the issuer is asked again.
beforeEach(() => {
  issuer.behave();
  time += KEY_LIFE_MS;
});

function call(routeKey: string, token?: string) {
  const [method = '', path = ''] = routeKey.split(' ');
  const headers: Record<string, string> = method === 'POST' ? { 'content-type': 'application/json' } : {};
  if (token !== undefined) {
    headers['authorization'] = `Bearer ${token}`;
  }
  return send(gateway.port, { method, path, headers, ...(method === 'POST' && { body: QUOTE }) });
}

const me = (recipe?: Recipe) => call('GET /me', issuer.mint(recipe));
const unauthorized = (description: string, scope = '') => ({
  status: 401,
  headers: {
    'content-type': 'application/json',
    'www-authenticate': `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`,
  },
  body: '{"message":"Unauthorized"}',
});
const INVALID = unauthorized('').headers['www-authenticate'].slice(0, -2);

describe.each<
  [release: Release, application: string, user: string, kinds: readonly [string, string], organization: unknown]
>([
  ['5.4', 'admin', USER.username, ['unknown', 'unknown'], undefined],
  ['5.7', 'admin', USER.username, ['unknown', 'unknown'], undefined],
  ['5.8', 'admin', USER.username, ['unknown', 'unknown'], undefined],
  ['5.9', 'admin', USER.username, ['unknown', 'unknown'], undefined],
  ['5.10', 'admin', USER.username, ['unknown', 'unknown'], undefined],
  ['5.11', 'admin', USER.username, ['application', 'user'], undefined],
  ['6.0', 'admin', USER.username, ['application', 'user'], undefined],
  ['7.0', CLIENT, USER.id, ['application', 'user'], { name: 'Super' }],
  ['7.1', CLIENT, USER.id, ['application', 'user'], { name: 'Super' }],
  ['7.2', CLIENT, USER.id, ['application', 'user'], { name: 'Super', handle: 'carbon.super' }],
  ['7.3', CLIENT, USER.id, ['application', 'user'], { name: 'Super', handle: 'carbon.super' }],
])('an access token of WSO2 IS %s', (release, application, user, [applicationKind, userKind], organization) => {
  const about = () => ({
    clientId: CLIENT,
    scopes: ['quotes:write'],
    issuer: ISSUER,
    audience: [CLIENT],
    tokenId: expect.any(String),
    issuedAt: new Date(time).toISOString(),
    expiresAt: new Date(time + 3_600_000).toISOString(),
    ...(organization !== undefined && {
      organization: { id: '10084a8d-113f-4211-a0d5-efe36b082211', ...(organization as object) },
    }),
  });

  test('of an application says who calls, and does what its scope allows [F94]', async () => {
    const token = issuer.mint({ release, scopes: ['quotes:write'] });
    const answer = await call('GET /me', token);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ ...about(), subject: application, kind: applicationKind });
    expect((await call('POST /quotes', token)).status).toBe(200);
  });

  test('of a user says who calls, and without a scope does no more', async () => {
    const answer = await me({ release, user: USER });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ ...about(), scopes: [], subject: user, kind: userKind });
    expect(await call('POST /quotes', issuer.mint({ release, user: USER }))).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

test('a token for our audience is let in whatever its client_id says', async () => {
  const answer = await me({ claims: { client_id: 'another_application' } });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ clientId: 'another_application', audience: [CLIENT] });
});

test('a token that was good is refused from the second on in which it expires [F88]', async () => {
  const token = issuer.mint();
  time += 3_599_000;
  expect((await call('GET /me', token)).status).toBe(200);
  time += 1000;
  expect(await call('GET /me', token)).toMatchObject(unauthorized('the token has expired'));
});

test('an empty authorization header is as none', async () => {
  expect(await send(gateway.port, { path: '/me', headers: { authorization: '' } })).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
    body: '{"message":"Unauthorized"}',
  });
});

const DOCUMENTS: readonly [name: DocumentName, description: string][] = [
  ['discovery', DISCOVERY_ERROR],
  ['jwks', JWKS_ERROR],
];
const FAULTS: readonly [string, RequestListener][] = [
  ['redirects', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
  ['answers 500', (_request, response) => response.writeHead(500).end('{}')],
  ['answers with a page', (_request, response) => response.setHeader('content-type', 'text/html').end('<html></html>')],
  [
    'answers with more than 150,000 bytes',
    (_request, response) => response.end(JSON.stringify({ keys: [], padding: ' '.repeat(MAX_DOCUMENT_BYTES) })),
  ],
];

describe.each(DOCUMENTS)('while the issuer, asked for %s,', (name, description) => {
  /** Refused now, let in when the issuer behaves again, without a restart. */
  async function expectRecovery() {
    expect(await me()).toMatchObject(unauthorized(description));
    expect(await call('POST /quotes', issuer.mint({ scopes: ['quotes:write'] }))).toMatchObject(
      unauthorized(description, 'quotes:write'),
    );
    expect((await call('GET /health')).status).toBe(200);
    issuer.behave();
    time += FAILURE_MS;
    expect((await me()).status).toBe(200);
  }

  test.each(FAULTS)('%s, tokens are 401, and let in once it is well again [F71]', async (_, fault) => {
    issuer.answer(name, fault);
    await expectRecovery();
  });

  test('does not answer in time, tokens are 401, and let in once it is well again', async () => {
    issuer.holdBack(name);
    await expectRecovery();
  });
});

describe('while the issuer is down', () => {
  beforeEach(() => issuer.goDown());

  test('tokens are 401, and let in once it is back', async () => {
    expect(await me()).toMatchObject(unauthorized(DISCOVERY_ERROR));
    await issuer.comeBack();
    time += FAILURE_MS;
    expect((await me()).status).toBe(200);
  });

  test('tokens are let in for the two hours for which its keys are held, and no longer [F72]', async () => {
    await issuer.comeBack();
    expect((await me()).status).toBe(200);
    await issuer.goDown();
    time += KEY_LIFE_MS - 1;
    expect((await me()).status).toBe(200);
    time += 1;
    expect(await me()).toMatchObject(unauthorized(DISCOVERY_ERROR));
    await issuer.comeBack();
  });
});

describe('while the issuer publishes', () => {
  test.each<[string, Parameters<SwitchableIssuer['publish']>[0]]>([
    ['no keys', () => ({ keys: [] })],
    ['its key without a kid', ({ keys }) => ({ keys: keys.map(({ kid: _, ...key }) => key) })],
    ['its key for encryption', ({ keys }) => ({ keys: keys.map((key) => ({ ...key, use: 'enc' })) })],
  ])('%s, tokens are 401, and let in once it is well again', async (_, change) => {
    issuer.publish(change);
    const answer = await me();
    expect(answer).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(answer.headers['www-authenticate']).toContain(INVALID);
    issuer.behave();
    time += COOL_DOWN_MS;
    expect((await me()).status).toBe(200);
  });

  test('one modulus under several kids, tokens of each kid are let in [F79]', async () => {
    let published: KeySetDocument = { keys: [] };
    issuer.publish((usual) => {
      published = usual;
      return usual;
    });
    for (const release of ['5.8', '5.9', '7.3'] as const) {
      expect((await me({ release })).status).toBe(200);
    }
    expect(new Set(published.keys.map(({ n }) => n)).size).toBe(1);
    expect(new Set(published.keys.map(({ kid }) => kid)).size).toBe(3);
  });
});

describe('after the issuer changed its keys', () => {
  test.each([
    { keepOld: true, before: 200 },
    { keepOld: false, before: 401 },
  ])(
    'new tokens are let in at once, and those of before are $before when keepOld is $keepOld [F74]',
    async (rotation) => {
      const old = issuer.mint();
      expect((await call('GET /me', old)).status).toBe(200);
      await issuer.keys.rotate(rotation);
      expect((await me()).status).toBe(200);
      expect((await call('GET /me', old)).status).toBe(rotation.before);
      expect((await me()).status).toBe(200);
    },
  );
});
