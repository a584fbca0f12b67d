import { text } from 'node:stream/consumers';
import { ConsoleFault, type ConsoleHost } from '../../../local/console/host';
import type { LogEntry, Overview } from '../../../local/console/protocol';
import { type Console, startConsole } from '../../../local/console/start-console';
import { type Asking, ask, listen } from './support/ask';

const OVERVIEW: Overview = {
  api: { name: 'api', url: 'http://127.0.0.1:3000', environment: 'local', isDeployed: false },
  routes: [],
  notEmulated: [],
};

const ENTRY: LogEntry = {
  requestId: 'one',
  at: 0,
  method: 'GET',
  path: '/me',
  status: 200,
  durationMs: 1,
  output: [],
};

/** A host that answers with what it was asked for. */
function createHost() {
  const onChange: (() => void)[] = [];
  const onEntries = new Set<(entries: readonly LogEntry[]) => void>();
  const host = {
    overview: jest.fn(async () => OVERVIEW),
    onChange: (listener: () => void) => void onChange.push(listener),
    explain: jest.fn(async () => {
      throw new ConsoleFault('It is too late.', { status: 409 });
    }),
    send: jest.fn(async () => {
      throw new Error('a fault of ours');
    }),
    makeToken: jest.fn(() => ({ token: 'a.b.c', what: 'A token.' })),
    log: {
      entries: () => [ENTRY],
      detail: async () => undefined,
      onEntries: (listener: (entries: readonly LogEntry[]) => void) => {
        onEntries.add(listener);
        return () => void onEntries.delete(listener);
      },
    },
    causeFault: jest.fn(async () => {}),
  } satisfies ConsoleHost;
  return {
    host,
    change() {
      for (const listener of onChange) {
        listener();
      }
    },
    enter(entries: readonly LogEntry[]) {
      for (const listener of onEntries) {
        listener(entries);
      }
    },
    listening: () => onEntries.size,
  };
}

let world: ReturnType<typeof createHost>;
let served: Console;
const onFault = jest.fn();
beforeAll(async () => {
  world = createHost();
  served = await startConsole({ host: world.host, port: 0, onFault });
});
afterAll(() => served.close());
beforeEach(() => jest.clearAllMocks());

const here = () => new URL(served.url).host;

describe('who is let in', () => {
  const NAMED = { kind: 'named', name: 'valid' };
  test.each<[string, string, Asking, number, RegExp]>([
    [
      'without the secret',
      '/api/log',
      { headers: { 'x-console-secret': undefined } },
      401,
      /holds the secret of this run/,
    ],
    ['with another secret', '/api/log', { headers: { 'x-console-secret': 'A'.repeat(22) } }, 401, /holds the secret/],
    ['with an empty secret', '/api/log', { headers: { 'x-console-secret': '' } }, 401, /holds the secret/],
    ['without the secret, to listen', '/api/events', { headers: { 'x-console-secret': undefined } }, 401, /the secret/],
    [
      'by the name of a website (DNS rebinding)',
      '/api/log',
      { headers: { host: 'evil.example.com' } },
      403,
      /loopback/,
    ],
    ['by that name, for the page itself', '/', { headers: { host: 'evil.example.com:3001' } }, 403, /loopback/],
    ['with a Host that is none', '/', { headers: { host: 'a b' } }, 403, /loopback/],
    [
      'from a page of another site',
      '/api/log',
      { headers: { origin: 'https://evil.example.com' } },
      403,
      /own page only/,
    ],
    ['from a page without an origin', '/api/log', { headers: { origin: 'null' } }, 403, /own page only/],
    ['from another port', '/api/log', { headers: { origin: 'http://127.0.0.1:3000' } }, 403, /own page only/],
    ['cross-site, as the browser says', '/api/log', { headers: { 'sec-fetch-site': 'cross-site' } }, 403, /own page/],
    ['same-site, as the browser says', '/api/log', { headers: { 'sec-fetch-site': 'same-site' } }, 403, /own page/],
    [
      'as a form of another site posts, which needs no CORS',
      '/api/token',
      { body: JSON.stringify(NAMED), headers: { 'content-type': 'text/plain' } },
      415,
      /takes application\/json/,
    ],
    ['by a method that it does not take', '/api/log', { method: 'DELETE' }, 405, /no DELETE/],
    ['by OPTIONS, as a browser asks for leave', '/api/log', { method: 'OPTIONS' }, 405, /no OPTIONS/],
    ['by POST, for the page', '/', { body: '{}' }, 405, /no POST/],
  ])('not who asks %s', async (_, path, asking, status, message) => {
    const answer = await ask(served, path, asking);
    expect(answer).toMatchObject({ status, json: { error: expect.stringMatching(message) } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(world.host.makeToken).not.toHaveBeenCalled();
  });

  test('whoever has the secret, with or without a browser', async () => {
    const browser = { origin: `http://${here()}`, 'sec-fetch-site': 'same-origin' };
    for (const headers of [{}, browser, { host: here().replace('127.0.0.1', 'localhost') }]) {
      expect(await ask(served, '/api/log', { headers })).toMatchObject({ status: 200, json: { entries: [ENTRY] } });
    }
  });

  test('anybody, to the page alone, by a link from elsewhere too, which is framed by nobody', async () => {
    const headers = { 'x-console-secret': undefined, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    const answer = await ask(served, '/', { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await ask(served, '/', { headers: { ...headers, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
  });

  test('nobody twice: each run has another secret, of 128 bits', async () => {
    const other = await startConsole({ host: world.host, port: 0 });
    const [one, two] = [served, other].map(({ url }) => new URL(url).hash.slice(1));
    await other.close();
    expect(one).not.toBe(two);
    expect(Buffer.from(one ?? '', 'base64url')).toHaveLength(16);
  });
});

describe('the page', () => {
  test('is a document with its script and its styles, from this origin alone', async () => {
    const { headers, text: html } = await ask(served, '/');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[\w+/]{43}='; style-src 'self' 'sha256-[\w+/]{43}='; connect-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'$/,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(html).toContain('<div id="app"><header');
    const names = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, name]) => name ?? '');
    const types = await Promise.all(names.map(async (name) => (await ask(served, name)).headers['content-type']));
    expect(types).toEqual(['image/svg+xml', 'text/javascript; charset=utf-8']);
    expect(names.join(' ')).toMatch(/main-\w+\.js$/);
  });

  test('of all answers alone has a script and a style within it', async () => {
    for (const path of ['/login/done', '/icon.svg', '/api/overview', '/nothing']) {
      const { headers } = await ask(served, path);
      expect(headers['content-security-policy']).toMatch(/script-src 'self'; style-src 'self';/);
    }
  });

  test('holds nothing of the run: no secret', async () => {
    const secret = new URL(served.url).hash.slice(1);
    const { text: html } = await ask(served, '/');
    const [, script = ''] = /src="(\/[^"]+)"/.exec(html) ?? [];
    expect(html).not.toContain(secret);
    expect((await ask(served, script)).text).not.toContain(secret);
  });

  test.each(['/../package.json', '/nothing', '/page/main.tsx', '/constructor', '/%2e%2e/x'])(
    'has no %s',
    async (path) => {
      expect(await ask(served, path)).toMatchObject({ status: 404, json: { error: 'The console has nothing there.' } });
    },
  );
});

describe('what the page asks for', () => {
  test('is handed to the host as it is, and answered as JSON', async () => {
    const wish = { kind: 'named', name: 'valid' };
    expect(await ask(served, '/api/token', { body: wish })).toMatchObject({ status: 200, json: { token: 'a.b.c' } });
    expect(world.host.makeToken).toHaveBeenCalledWith(wish);
    expect(await ask(served, '/api/fault', { body: { kind: 'throttle', on: true } })).toMatchObject({
      status: 200,
      json: OVERVIEW,
    });
  });

  test.each<[string, string, unknown, RegExp]>([
    ['no JSON', '/api/token', '{', /^The body is no JSON\.$/],
    ['another kind', '/api/token', { kind: 'stolen' }, /^kind: /],
    ['a member that is not known', '/api/explain', { token: '', at: 1 }, /at/],
    [
      'a lifetime that is none',
      '/api/token',
      { kind: 'minted', clientId: '', scopes: [], release: '', lifetime: 0 },
      /lifetime: /,
    ],
    [
      'a target that is a URL',
      '/api/send',
      { method: 'GET', target: 'https://a/', headers: [] },
      /target: expected a path/,
    ],
    [
      'a target that would end the request line',
      '/api/send',
      { method: 'GET', target: '/ HTTP/1.1\r\na: b', headers: [] },
      /target: /,
    ],
    [
      'a method that is none',
      '/api/send',
      { method: 'GET /', target: '/', headers: [] },
      /method: expected a method in capitals/,
    ],
  ])('is refused where it is %s', async (_, path, body, message) => {
    expect(await ask(served, path, { body })).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(message) },
    });
  });

  test('is told with all its faults, none of which repeats a token', async () => {
    const { json } = await ask(served, '/api/send', {
      body: { method: 'get', target: 'me', token: { eyJ: 'eyJsecret' } },
    });
    expect(json.error.split('\n')).toHaveLength(4);
    expect(json.error).not.toContain('eyJ');
  });

  test('is at most a megabyte', async () => {
    const body = { token: 'a'.repeat(2 ** 20) };
    expect(await ask(served, '/api/explain', { body })).toMatchObject({
      status: 413,
      json: { error: expect.stringMatching(/at most 1048576 bytes/) },
    });
    expect(world.host.explain).not.toHaveBeenCalled();
  });

  test('that cannot be granted is told why; a fault of ours is not told, but in the terminal', async () => {
    expect(await ask(served, '/api/explain', { body: { token: '' } })).toMatchObject({
      status: 409,
      json: { error: 'It is too late.' },
    });
    const wish = { method: 'GET', target: '/', headers: [] };
    const { status, text: said } = await ask(served, '/api/send', { body: wish });
    expect(status).toBe(500);
    expect(said).not.toContain('a fault of ours');
    expect(onFault).toHaveBeenCalledWith(new Error('a fault of ours'));
  });

  test('that this host does not have is 404', async () => {
    expect(await ask(served, '/api/login', { body: { clientId: 'a', scopes: [] } })).toMatchObject({ status: 404 });
    expect(await ask(served, '/api/log/two')).toMatchObject({
      status: 404,
      json: { error: expect.stringContaining('no more') },
    });
    expect(await ask(served, '/api/constructor')).toMatchObject({ status: 404 });
  });
});

describe('the events', () => {
  test('begin with the overview, and tell every page that listens', async () => {
    const pages = [await listen(served), await listen(served)];
    for (const page of pages) {
      expect(await page.next()).toEqual({ kind: 'overview', overview: OVERVIEW });
    }
    world.enter([ENTRY, { ...ENTRY, requestId: 'two' }]);
    world.change();
    for (const page of pages) {
      expect(await page.next()).toEqual({ kind: 'entry', entry: ENTRY });
      expect(await page.next()).toMatchObject({ entry: { requestId: 'two' } });
      expect(await page.next()).toMatchObject({ kind: 'overview' });
      page.close();
    }
  });

  test('nobody asks the host while no page listens', async () => {
    const page = await listen(served);
    await page.next();
    expect(world.listening()).toBe(1);
    page.close();
    while (world.listening() > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    world.host.overview.mockClear();
    world.change();
    expect(world.host.overview).not.toHaveBeenCalled();
  });

  test('a page that does not read them is let go, and others are not', async () => {
    const [slow, other] = [await listen(served), await listen(served)];
    await Promise.all([slow.next(), other.next()]);
    slow.response.pause();
    const gone = new Promise((resolve) => slow.response.socket.once('close', resolve));
    const long = { ...ENTRY, output: ['x'.repeat(2 ** 20)] };
    for (let turn = 0; turn < 16; turn += 1) {
      world.enter([long]);
      await other.next();
    }
    slow.response.resume();
    await gone;
    world.enter([ENTRY]);
    expect(await other.next()).toEqual({ kind: 'entry', entry: ENTRY });
    other.close();
  });
});

test('ends with its connections', async () => {
  const console = await startConsole({ host: createHost().host, port: 0 });
  const page = await listen(console);
  await page.next();
  const rest = text(page.response).catch(() => 'cut off');
  await console.close();
  expect(await rest).toBe('cut off');
});
