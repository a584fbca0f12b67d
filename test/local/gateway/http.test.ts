import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { RETURNS_EVENT } from './support/code';
import { shareTestGateway, startTestGateway, type TestGateway } from './support/test-gateway';

// HTTP as such, over a socket, byte for byte.

const ROUTES = { 'ANY /{proxy+}': {} };

/** Sends it, and gives back all that comes until the gateway has no more to say. */
function raw({ port }: TestGateway, bytes: string, { halfClose = false } = {}): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(Buffer.from(bytes, 'latin1'));
  if (halfClose) {
    socket.end();
  }
  return text(socket);
}

const head = (start: string, ...headers: readonly string[]) =>
  [start, 'Host: localhost', ...headers, '', ''].join('\r\n');
const LAST = head('GET /last HTTP/1.1', 'Connection: close');
const statuses = (answers: string) => [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
const paths = (answers: string) => [...answers.matchAll(/"rawPath":"([^"]*)"/g)].map(([, path]) => path);
const withoutKeepAlive = (answers: string) => expect(answers).not.toMatch(/^keep-alive:/im);

const asked = (host: string) => `GET /a HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

const shared = shareTestGateway({ routes: ROUTES }, RETURNS_EVENT);
let gateway: TestGateway;
let earlier: number;

beforeEach(() => {
  gateway = shared();
  earlier = gateway.records.length;
});

/** The observations of this test. */
const records = () => gateway.records.slice(earlier);

test('an expectation that nobody knows is handed on, and the answer has an id [F4]', async () => {
  const answers = await raw(gateway, head('GET /a HTTP/1.1', 'Expect: the-unexpected', 'Connection: close'));
  expect(statuses(answers)).toEqual([200]);
  expect(answers).toMatch(/^apigw-requestid: [\w-]{15}=\r$/m);
});

describe('a connection', () => {
  test('is kept for the next request, without a Keep-Alive header [F6]', async () => {
    const answers = await raw(gateway, head('GET /a HTTP/1.1') + LAST);
    expect(paths(answers)).toEqual(['/a', '/last']);
    expect(answers.match(/^connection: .*$/gim)).toEqual(['connection: keep-alive', 'connection: close']);
    withoutKeepAlive(answers);
  });

  test('of HTTP/1.0 is closed after the answer, unless it is to be kept [F6]', async () => {
    expect(statuses(await raw(gateway, head('GET /a HTTP/1.0')))).toEqual([200]);
    const kept = await raw(gateway, head('GET /a HTTP/1.0', 'Connection: keep-alive') + LAST);
    expect(paths(kept)).toEqual(['/a', '/last']);
    withoutKeepAlive(kept);
  });

  test('that its client has closed on its side gets every answer [F7]', async () => {
    const answers = await raw(gateway, head('GET /a HTTP/1.1') + head('GET /b HTTP/1.1'), { halfClose: true });
    expect(paths(answers)).toEqual(['/a', '/b']);
  });

  test.each([
    ['a request to upgrade', head('GET /up HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket')],
    ['one with a body', `${head('POST /up HTTP/1.1', 'Connection: upgrade', 'Upgrade: h2c', 'Content-Length: 3')}abc`],
    ['another one', head('GET /up HTTP/1.1', 'Connection: Upgrade', 'Upgrade: a').repeat(2)],
  ])('goes on behind %s, in order [F7]', async (_what, upgrade) => {
    const answers = await raw(gateway, head('GET /first HTTP/1.1') + upgrade + LAST);
    expect([...new Set(paths(answers))]).toEqual(['/first', '/up', '/last']);
    expect(answers.includes('"body":"YWJj"')).toBe(upgrade.endsWith('abc'));
  });

  test('goes on behind any number of requests to upgrade', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    const upgrades = head('GET /up HTTP/1.1', 'Connection: Upgrade', 'Upgrade: a').repeat(15);
    expect(paths(await raw(gateway, upgrades + LAST))).toHaveLength(16);
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['CONNECT', head('CONNECT example.com:443 HTTP/1.1')],
    ['a request to upgrade', head('GET /up HTTP/1.1', 'Connection: Upgrade', 'Upgrade: a').repeat(2)],
  ])('that is reset behind %s takes nothing else with it', async (_what, bytes) => {
    // Not the shared one, which might answer what nobody waits for in a later test.
    const own = await startTestGateway({ routes: ROUTES }, RETURNS_EVENT);
    const socket = connect(own.port, '127.0.0.1');
    await new Promise<void>((sent) => socket.write(bytes, () => sent()));
    socket.resetAndDestroy();
    expect(paths(await raw(own, LAST))).toEqual(['/last']);
  });

  test('is closed after a request to upgrade that says so', async () => {
    const upgrade = head('GET /up HTTP/1.1', 'Connection: close, Upgrade', 'Upgrade: websocket');
    expect(paths(await raw(gateway, upgrade))).toEqual(['/up']);
  });

  test('to somewhere else (CONNECT) is not made', async () => {
    const connecting = head('CONNECT example.com:443 HTTP/1.1', 'Content-Length: 3');
    const answers = await raw(gateway, head('GET /a HTTP/1.1') + connecting);
    expect(statuses(answers)).toEqual([200, 400]);
    expect(answers).toContain('{"message":"Bad Request"}');
  });
});

describe('a request', () => {
  test.each([
    ['two Host headers', 'GET /a HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['no Host header', 'GET /a HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['no Host header, in HTTP/1.0', 'GET /a HTTP/1.0\r\n\r\n'],
    ['a list as its Host', 'GET /a HTTP/1.1\r\nHost: localhost,localhost\r\nConnection: close\r\n\r\n'],
    ['a Host that is markup', 'GET /a HTTP/1.1\r\nHost: "><script>\r\nConnection: close\r\n\r\n'],
    ['a Host with a user', 'GET /a HTTP/1.1\r\nHost: localhost@a.example\r\nConnection: close\r\n\r\n'],
    ['HTTP/0.9 as its version', head('GET /a HTTP/0.9')],
    ['HTTP/2.0 as its version', head('GET /a HTTP/2.0')],
  ])('with %s is 400 [F23]', async (_what, bytes) => {
    const answer = await raw(gateway, bytes);
    expect(statuses(answer)).toEqual([400]);
    expect(answer).toContain('{"message":"Bad Request"}');
    expect(records()).toMatchObject([{ status: 400, integrationMs: undefined }]);
  });

  test('of a version that the parser does not know is 400 [F23]', async () => {
    expect(statuses(await raw(gateway, head('GET /a HTTP/1.2')))).toEqual([400]);
    expect(records()).toEqual([]);
  });

  const beyondNodesLimit = (header: string) => Array.from({ length: 1100 }, () => header);

  test('has all of its headers, however many they are', async () => {
    const headers = [...beyondNodesLimit('A: b'), 'Authorization: second', 'Content-Length: 3', 'Connection: close'];
    const answer = await raw(gateway, `${head('POST /a HTTP/1.1', 'Authorization: first', ...headers)}abc`);
    const event = JSON.parse(answer.slice(answer.indexOf('{')));
    expect(event).toMatchObject({ headers: { authorization: 'first,second' }, body: 'YWJj' });
  });

  test('is refused for the length of its Upgrade header as for that of any other', async () => {
    const headers = ['Connection: close, Upgrade', `Upgrade: ${'a'.repeat(10_240)}`];
    expect(statuses(await raw(gateway, head('GET /a HTTP/1.1', ...headers)))).toEqual([431]);
  });

  test('is refused for its header values, however many they are [F19]', async () => {
    const headers = [...beyondNodesLimit('A: 0123456789'), 'Connection: close'];
    expect(statuses(await raw(gateway, head('GET /a HTTP/1.1', ...headers)))).toEqual([431]);
  });

  test('with a head that is longer than is read is refused too, and has no id [F19]', async () => {
    const answer = await raw(gateway, head('GET /a HTTP/1.1', `A: ${'a'.repeat(64 * 1024)}`));
    expect(statuses(answer)).toEqual([431]);
    expect(answer).not.toContain('apigw-requestid');
    expect(records()).toEqual([]);
  });

  test('that is followed by garbage reaches the function with its source address [F8]', async () => {
    const body = `${head('POST /a HTTP/1.1', 'Content-Length: 3', 'Content-Type: text/plain')}abc`;
    const slow = `export const handler = async (event) => { console.log(event.requestContext.http.sourceIp); };`;
    const { port, logs, ...rest } = await startTestGateway({ routes: ROUTES }, slow);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`${body}\0\0\r\n\r\n`);
    while (logs.length === 0) {
      await new Promise((wait) => setTimeout(wait, 5));
    }
    expect(logs.map(({ text: printed }) => printed.trim())).toEqual([expect.stringContaining('127.0.0.1')]);
    await rest.close();
  });
});

describe('the Host of a request', () => {
  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.8.9.10:80', '[::1]:3000', '[0:0:0:0:0:0:0:1]'])(
    'may be %s, which is this machine [F24]',
    async (host) => {
      expect(statuses(await raw(gateway, asked(host)))).toEqual([200]);
    },
  );

  test.each([
    'attacker.example',
    '10.0.0.1:3000',
    '0.0.0.0:3000',
    'localhost.attacker.example',
    '127.0.0.1.attacker.example',
  ])('cannot be %s, as it is when a page leads its own name here [F24]', async (host) => {
    const answer = await raw(gateway, asked(host));
    expect(statuses(answer)).toEqual([403]);
    expect(answer).toContain('{"message":"Forbidden"}');
    const name = host.replace(':3000', '');
    expect(records()).toMatchObject([
      {
        status: 403,
        integrationMs: undefined,
        reason: `the Host ${name} is neither this machine nor a custom domain of the API; if your own tunnel or container asks so, start with --allow-host ${name}`,
      },
    ]);
  });

  const allowed = async (hosts: readonly string[], host: string, others = {}) => {
    const served = await startTestGateway({ routes: ROUTES, others }, RETURNS_EVENT, { allowHosts: hosts });
    return statuses(await raw(served, asked(host)));
  };

  test('may be one that the gateway is told to answer to [F24]', async () => {
    expect(await allowed(['Tunnel.example'], 'tunnel.example')).toEqual([200]);
    expect(await allowed(['*.tunnel.example'], 'a.tunnel.example:443')).toEqual([200]);
    expect(await allowed(['*.tunnel.example'], 'tunnel.example')).toEqual([403]);
    expect(await allowed(['*.tunnel.example'], 'a.b.tunnel.example')).toEqual([403]);
    expect(await allowed(['tunnel.example'], 'a.tunnel.example')).toEqual([403]);
  });

  test("may be a custom domain of the API, and not one of another API's [F24]", async () => {
    const domain = (DomainName: string) => ({ Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName } });
    const mapping = (api: unknown, DomainName: unknown) => ({
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: api, DomainName, Stage: '$default' },
    });
    const others = {
      Domain: domain('api.example.org'),
      Mapping: mapping({ Ref: 'Api' }, { Ref: 'Domain' }),
      Given: mapping({ Ref: 'Api' }, 'given.example.org'),
      Foreign: mapping('Another', 'other.example.org'),
    };
    expect(await allowed([], 'api.example.org', others)).toEqual([200]);
    expect(await allowed([], 'given.example.org', others)).toEqual([200]);
    expect(await allowed([], 'other.example.org', others)).toEqual([403]);
  });
});
