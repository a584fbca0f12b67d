import https from 'node:https';
import type { Laptop } from '../../../commands/start/laptop';
import type { ShownLaptop } from '../../../commands/start/laptop-console';
import { type Asked, ask } from '../../local/console/support/ask';
import { ANSWERS } from '../../local/gateway/support/code';
import { startShownLaptop } from '../support/shown-laptop';

let laptop: Laptop;
let shown: ShownLaptop;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ laptop, shown, close } = await startShownLaptop({ 'POST /quotes': { scopes: ['quotes:write'] } }, ANSWERS));
});
afterAll(() => close?.());

/** A window of a browser: it keeps cookies by path, and follows redirects. It does not know the secret. */
function openWindow() {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const keep = ({ headers }: Asked) => {
    for (const cookie of headers['set-cookie'] ?? []) {
      const [, name = '', value = '', path = '/'] = /^([^=]+)=([^;]*).*?; *path=([^;]*)/i.exec(cookie) ?? [];
      jar.set(`${name} ${path}`, { value, path });
    }
  };
  const cookiesFor = (path: string) =>
    [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`);
  async function go(path: string, form?: Readonly<Record<string, string>>): Promise<{ path: string; answer: Asked }> {
    const cookie = ['other=of-another-port', ...cookiesFor(path)].join('; ');
    const answer = await ask(shown, path, {
      ...(form && { body: new URLSearchParams(form).toString() }),
      headers: {
        'x-console-secret': undefined,
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(shown.url).origin }),
      },
    });
    keep(answer);
    const { location } = answer.headers;
    const next = location === undefined ? undefined : new URL(location, shown.url);
    if (next) {
      expect(next.origin).toBe(new URL(shown.url).origin);
      return go(`${next.pathname}${next.search}`);
    }
    return { path, answer };
  }
  return { go, paths: () => [...jar.values()].map(({ path }) => path) };
}

const begin = async (scopes = ['quotes:write']) =>
  (await ask(shown, '/api/login', { body: { clientId: 'client', scopes } })).json;
const end = (state: string, code: string) => ask(shown, '/api/login/end', { body: { state, code } });
const signIn = async (url: string, username: string) => {
  const window = openWindow();
  const page = await window.go(url);
  return { window, page, done: await window.go(page.path, { username, password: `${username}-local-password` }) };
};
const codeIn = (path: string) => new URL(path, shown.url).searchParams;

test('a user signs in at the login page of the stand-in, through the console, and gets a token that passes', async () => {
  const { url, state } = await begin();
  const { window, page, done } = await signIn(url, 'alice');
  expect(page.answer.text).toContain('<h1>Sign in</h1>');
  expect(page.answer.headers['content-security-policy']).toContain("form-action 'self'; frame-ancestors 'none'");
  expect(done.path).toMatch(/^\/login\/done\?code=/);
  expect(done.answer.text).toContain('/login/done.js');
  expect(new Set(window.paths().map((path) => path.startsWith('/login/issuer')))).toEqual(new Set([true]));

  const { json } = await end(state, codeIn(done.path).get('code') ?? '');
  expect(json.what).toBe('A user signed in for client, and was granted openid quotes:write.');
  const answer = await ask(shown, '/api/send', {
    body: { method: 'POST', target: '/quotes', headers: [], token: json.token },
  });
  expect(answer.json).toMatchObject({ status: 200 });
});

test('a user without the scope gets a token without it', async () => {
  const { url, state } = await begin();
  const { done } = await signIn(url, 'bob');
  const { json } = await end(state, codeIn(done.path).get('code') ?? '');
  expect(json.what).toBe('A user signed in for client, and was granted openid.');
});

test('a wrong password shows the login page again', async () => {
  const { url } = await begin();
  const window = openWindow();
  const page = await window.go(url);
  const again = await window.go(page.path, { username: 'alice', password: 'no' });
  expect(again.answer).toMatchObject({ status: 401, text: expect.stringContaining('User name or password is wrong.') });
});

test('whoever signed in before is asked again, and may be somebody else', async () => {
  const first = await begin();
  const { window } = await signIn(first.url, 'alice');
  const second = await begin();
  expect((await window.go(second.url)).answer.text).toContain('<h1>Sign in</h1>');
});

test('a code is good once, and for the login that it is of', async () => {
  const [one, other] = [await begin(), await begin()];
  const { done } = await signIn(one.url, 'alice');
  const code = codeIn(done.path).get('code') ?? '';
  expect(await end(other.state, code)).toMatchObject({
    status: 409,
    json: { error: 'The stand-in gave no token: invalid_grant.' },
  });
  const states = ['', 'made-up', other.state];
  for (const state of states) {
    expect(await end(state, code)).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining('not begun here') },
    });
  }
});

test('a client that the stand-in does not know is refused', async () => {
  expect(await ask(shown, '/api/login', { body: { clientId: 'nobody', scopes: [] } })).toMatchObject({ status: 400 });
});

test('nothing else of the issuer is reached through the console, and no login that its page has not begun', async () => {
  const { url } = await begin();
  const { pathname, searchParams } = new URL(url, shown.url);
  const strange = new URLSearchParams(searchParams);
  strange.set('state', 'made-up');
  const paths = [
    `${pathname}?${strange}`,
    pathname,
    '/login/issuer/t/acme/oauth2/token/.well-known/openid-configuration',
    '/login/issuer/t/acme/oauth2/jwks',
    '/login/issuer/t/acme/oauth2/token',
    '/login/issuer//evil.example.com/t/acme/oauth2/authorize',
    `/login/issuer/t/acme/oauth2/authorize/../token`,
  ];
  for (const path of paths) {
    expect(await ask(shown, path)).toMatchObject({ status: 404, json: { error: 'The console has nothing there.' } });
  }
});

describe('a path that is a step of a login in another spelling is passed on to nobody', () => {
  let asked: jest.SpyInstance;
  beforeEach(() => {
    asked = jest.spyOn(https, 'request');
  });
  afterEach(() => asked.mockRestore());

  test.each<[string, (path: string, origin: string) => string]>([
    ['with a step up', (path) => path.replace('/oauth2/', '/x/../oauth2/')],
    ['with a step up at its end', (path) => `${path}/x/..`],
    ['with a step up, encoded', (path) => path.replace('/oauth2/', '/x/%2e%2e/oauth2/')],
    ['with a step up, encoded in capitals', (path) => `${path}/%2E%2E/token`],
    ['with a step up, encoded twice', (path) => `${path}/%252e%252e/token`],
    ['with a step in place', (path) => path.replace('/oauth2/', '/./oauth2/')],
    ['with two slashes', (path) => path.replace('/oauth2/', '//oauth2/')],
    ['with two slashes at its end', (path) => `${path}//a`],
    ['with a slash at its end', (path) => `${path}/`],
    ['with an encoded slash', (path) => path.replace('/oauth2/', '%2foauth2/')],
    ['with an encoded slash after it', (path) => `${path}%2fa`],
    ['with an encoded slash in its last part', (path) => `${path}/a%2Fb`],
    ['with an encoded letter', (path) => path.replace('authorize', '%61uthorize')],
    ['with a parameter of its path', (path) => `${path};a=b`],
    ['with such a parameter in its last part', (path) => `${path}/a;b`],
    ['with backslashes', (path) => `/${path.slice(1).replaceAll('/', '\\')}`],
    ['with a backslash in its last part', (path) => `${path}/a\\..\\token`],
    ['with a NUL', (path) => `${path}/%00`],
    ['in capitals', (path) => path.toUpperCase()],
    ['with its last part in capitals', (path) => path.replace('authorize', 'Authorize')],
    ['with the mount in capitals', (path) => path.replace('/login/issuer', '/login/Issuer')],
    ['as a whole URL', (path, origin) => `${origin}${path}`],
    ['as a whole URL of another host', (path) => `http://evil.example.com${path}`],
  ])('%s', async (_, spell) => {
    const { url } = await begin();
    const [path = '', query] = url.split('?');
    const target = `${spell(path, new URL(shown.url).origin)}?${query}`;
    expect(await ask(shown, target)).toMatchObject({ status: 404 });
    expect(asked).not.toHaveBeenCalled();
  });

  test.each([
    ['two states', (url: string) => `${url}&state=made-up`],
    ['another state first', (url: string) => url.replace('?', '?state=made-up&')],
  ])('%s', async (_, spell) => {
    expect(await ask(shown, spell((await begin()).url))).toMatchObject({ status: 404 });
    expect(asked).not.toHaveBeenCalled();
  });

  test('and the first step and the one that goes on are not taken as a form', async () => {
    const { url } = await begin();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const target of [url, url.replace('/authorize?', '/authorize/abc?')]) {
      expect(await ask(shown, target, { body: 'a=b', headers })).toMatchObject({ status: 404 });
    }
    expect(asked).not.toHaveBeenCalled();
  });

  test('while the step itself is, as it was looked at', async () => {
    const { url } = await begin();
    expect((await ask(shown, url)).status).toBe(303);
    const [[{ path }]] = asked.mock.calls;
    expect(`/login/issuer${path}`).toBe(url);
  });
});

test.each([
  ['a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
  ['a form of another site', { origin: 'https://evil.example.com' }],
  ['the name of a website', { host: 'evil.example.com' }],
])('no login is shown to %s', async (_, headers) => {
  const { url } = await begin();
  expect((await ask(shown, url, { headers })).status).toBe(403);
});

test('an issuer that is stopped is told as such', async () => {
  const { url } = await begin();
  await laptop.issuer?.stop();
  expect(await ask(shown, url)).toMatchObject({ status: 502, text: 'The issuer does not answer.\n' });
  await laptop.issuer?.resume();
});
