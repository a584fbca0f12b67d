import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { requestLine } from '../../../commands/start/request-line';
import { createJwtAuthorizer } from '../../../local/authorizer/jwt-authorizer';
import { createStaticKeys } from '../../../local/authorizer/static-keys';
import {
  CLIENT_ID,
  claimsWith,
  createRsaKey,
  ISSUER,
  jwkOf,
  type Members,
  mint,
  NOW,
  sealed,
  segment,
} from '../authorizer/minting';
import { startTestGateway, type TestGateway } from './support/test-gateway';

// What somebody sends who wants in without a token that is good: over a socket, byte for byte.

const KEY = createRsaKey('one');
const STRANGER = createRsaKey('stranger');
const TOKEN = mint(KEY);
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = TOKEN.split('.');
const CODE = `
export const handler = async ({ headers }) => ({ statusCode: 200, headers: JSON.parse(headers.answer ?? '{}'), body: 'it ran' });`;

let gateway: TestGateway;

beforeEach(async () => {
  const now = () => NOW;
  const keys = createStaticKeys({ keys: [jwkOf(KEY)] }, 'the tests');
  gateway = await startTestGateway(
    {
      authorizer: { JwtConfiguration: { Audience: [CLIENT_ID], Issuer: ISSUER } },
      routes: {
        'GET /me': { scopes: [] },
        'ANY /any/{proxy+}': { scopes: [] },
        'POST /quotes': { scopes: ['quotes:write'] },
        'GET /health': {},
      },
    },
    CODE,
    { now, createAuthorizer: (model) => createJwtAuthorizer(model, { keys, now }) },
  );
});

/** Sends it on a connection of its own, of which the gateway is told that it is the last. Gives back all that comes. */
async function raw(start: string, ...headers: readonly string[]): Promise<string> {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(Buffer.from([start, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n'), 'latin1'));
  return text(socket);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const me = (...headers: readonly string[]) => raw('GET /me HTTP/1.1', ...headers);

test('the good token is let in', async () => {
  expect(await me(`Authorization: Bearer ${TOKEN}`)).toContain('it ran');
});

test.each<[string, string, ...string[]]>([
  ['a whole URL as the target', 'GET http://localhost/me HTTP/1.1'],
  ['a whole URL of another route', 'GET http://localhost/health HTTP/1.1'],
  ['a path that leads back from an open route', 'GET /health/../me HTTP/1.1'],
  ['such a path, encoded', 'GET /health%2f..%2fme HTTP/1.1'],
  ['a path that leads from a protected route to an open one', 'GET /any/%2e%2e/health HTTP/1.1'],
  ['an encoded letter', 'GET /m%65 HTTP/1.1'],
  ['an encoded question mark', 'GET /me%3f/health HTTP/1.1'],
  ['a NUL', 'GET /me%00 HTTP/1.1'],
  ['a path parameter after a semicolon', 'GET /me;a=b HTTP/1.1'],
  ['a backslash', 'GET /me\\ HTTP/1.1'],
  ['an overlong encoding', 'GET /%c1%ade HTTP/1.1'],
  ['another method in a header', 'POST /health HTTP/1.1', 'X-HTTP-Method-Override: GET', 'Content-Length: 0'],
  ['another path in a header', 'GET /me HTTP/1.1', 'X-Original-URL: /health', 'X-Forwarded-Prefix: /health'],
  ['HEAD for GET', 'HEAD /me HTTP/1.1'],
  ['HTTP/1.0', 'GET /me HTTP/1.0'],
  ['an upgrade', 'GET /me HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket'],
  ['an expectation', 'GET /me HTTP/1.1', 'Expect: 200-ok'],
  [
    'a preflight to a route that takes OPTIONS',
    'OPTIONS /any/a HTTP/1.1',
    'Origin: https://a.example',
    'Access-Control-Request-Method: GET',
  ],
  ['two headers, the second good', 'GET /me HTTP/1.1', 'Authorization: Bearer a', `Authorization: Bearer ${TOKEN}`],
  ['two headers, the first empty', 'GET /me HTTP/1.1', 'Authorization:', `Authorization: Bearer ${TOKEN}`],
  ['the good one twice', 'GET /me HTTP/1.1', `Authorization: Bearer ${TOKEN}`, `authorization: Bearer ${TOKEN}`],
  ['a folded header', 'GET /me HTTP/1.1', `Authorization: Bearer\r\n ${TOKEN}`],
  ['a name with a space', 'GET /me HTTP/1.1', `Authorization : Bearer ${TOKEN}`],
  ['a trailer', 'POST /quotes HTTP/1.1', 'Transfer-Encoding: chunked', '', `0\r\nAuthorization: Bearer ${TOKEN}`],
  [
    'a request within a request',
    'POST /quotes HTTP/1.1',
    'Content-Length: 4',
    'Transfer-Encoding: chunked',
    '',
    '0',
    '',
    'GET /health HTTP/1.1',
    'Host: a',
  ],
])('%s leads to no function', async (_fact, start, ...headers) => {
  expect(statusOf(await raw(start, ...headers))).toBeGreaterThanOrEqual(400);
  expect(gateway.records.filter(({ integrationMs }) => integrationMs !== undefined)).toEqual([]);
});

/** The signature plus the modulus: the same number to whoever forgets to compare the two. */
function plusModulus(): string {
  const { n } = jwkOf(KEY) as { n: string };
  const number = (text: string) => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
  const hex = (number(SIGNATURE) + number(n)).toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
const signatureBytes = Buffer.from(SIGNATURE, 'base64url');
const withHeader = (header: Members | string) => sealed(KEY, `${segment(header)}.${PAYLOAD}`);
const withClaims = (more: string) =>
  sealed(KEY, `${HEADER}.${segment(`${JSON.stringify(claimsWith()).slice(0, -1)},${more}}`)}`);

test.each<[string, string]>([
  [
    'a signature with a NUL before it',
    `${HEADER}.${PAYLOAD}.${Buffer.concat([Buffer.alloc(1), signatureBytes]).toString('base64url')}`,
  ],
  [
    'a signature with a NUL after it',
    `${HEADER}.${PAYLOAD}.${Buffer.concat([signatureBytes, Buffer.alloc(1)]).toString('base64url')}`,
  ],
  ['a signature greater than the modulus', `${HEADER}.${PAYLOAD}.${plusModulus()}`],
  ['a key of its own in the header', mint(STRANGER, claimsWith(), { kid: KEY.kid, jwk: jwkOf(STRANGER) })],
  [
    'a key of its own elsewhere',
    mint(STRANGER, claimsWith(), {
      kid: KEY.kid,
      jku: 'https://attacker.example/jwks',
      x5u: 'https://attacker.example',
    }),
  ],
  ['alg twice, none last', withHeader(`{"alg":"RS256","kid":"${KEY.kid}","alg":"none"}`)],
  ['aud twice, another last', withClaims('"aud":"another"')],
  ['aud and, in capitals, the good one', withClaims(`"aud":"another","AUD":"${CLIENT_ID}"`)],
  ['aud within an array within an array', withClaims(`"aud":[["${CLIENT_ID}"]]`)],
  ['an expiry beyond all numbers', withClaims('"exp":1e999')],
  ['an expiry that a prototype has', withClaims('"exp":null,"__proto__":{"exp":9999999999}')],
  ['the name of a prototype as kid', withHeader({ alg: 'RS256', kid: '__proto__' })],
  ['a method of objects as kid', withHeader({ alg: 'RS256', kid: 'toString' })],
  ['claims nested without end', withClaims(`"deep":${'['.repeat(3300)}${']'.repeat(3300)}`)],
  ['a quotation mark', `"${TOKEN}"`],
  ['a no-break space', `${TOKEN}\u00a0`],
  ['itself and a comma', `${TOKEN},`],
])('a token with %s is 401', async (_fact, token) => {
  expect(statusOf(await me(`Authorization: Bearer ${token}`))).toBe(401);
});

test('a last character of the signature that stands for the same bytes is refused', async () => {
  const same = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((last) => `${SIGNATURE.slice(0, -1)}${last}`)
    .filter((text) => text !== SIGNATURE && Buffer.from(text, 'base64url').equals(signatureBytes));
  expect(same).toHaveLength(15);
  for (const signature of same) {
    expect(statusOf(await me(`Authorization: Bearer ${HEADER}.${PAYLOAD}.${signature}`))).toBe(401);
  }
});

test.each(['Trailer', 'Connection', 'Transfer-Encoding', 'Content-Length'])(
  'a function that answers with the header %s ends no more than it should',
  async (name) => {
    const answer = `answer: ${JSON.stringify({ [name]: '1' })}`;
    expect(await raw('GET /health HTTP/1.1', answer)).toContain('it ran');
    expect(await raw('GET /health HTTP/1.1')).toContain('it ran');
  },
);

test('a path cannot steer the terminal that shows the request', async () => {
  await raw('GET /%1b%5d0;title%07%0aGET%20/me%20200%c2%9b2J HTTP/1.1');
  expect(requestLine(gateway.records[0] as TestGateway['records'][0])).toMatch(/^[\x20-\x7e]+$/);
});
