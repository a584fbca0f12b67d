import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { writeAssembly } from '../local/gateway/support/assembly';
import { openConsole, startBrowser, textOf } from './support/console-page';
import { type Running, startAssembly } from './support/project';

/* A page of the web, open in the same browser, which knows where the console is, and even its secret. */

/** A name of the attacker's, which at first led to a server of theirs, and leads to this machine now. */
const REBOUND = 'rebound.example';

let running: Running;
let browser: Browser;
let website: Server;
let attacker: Page;
beforeAll(async () => {
  const assembly = writeAssembly(
    { routes: { 'GET /me': { scopes: [] } } },
    { 'index.mjs': 'export const handler = async () => ({ ok: true });' },
  );
  [running, browser] = await Promise.all([
    startAssembly(assembly),
    startBrowser([`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`]),
  ]);
  website = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>A website</title>');
  });
  website.listen(0, '127.0.0.1');
  await once(website, 'listening');
});
afterAll(async () => {
  website.close();
  website.closeAllConnections();
  await browser?.close();
  await running?.stop();
});
beforeEach(async () => {
  attacker = await browser.newPage();
});
afterEach(() => attacker.close());

const parts = () => {
  const { origin, host, port, hash } = new URL(running.console);
  return { origin, host, port, secret: hash.slice(1) };
};

/** The console's answers to a script of another page, by each way that a browser has to ask. */
async function attack(origin: string, secret: string): Promise<Record<string, string>> {
  const script = `(async () => {
    const got = {};
    const attempt = async (name, url, init) => {
      try {
        const answer = await fetch(url, init);
        got[name] = answer.type + ' ' + answer.status + ' ' + (await answer.text());
      } catch {
        got[name] = 'nothing';
      }
    };
    const headers = { 'x-console-secret': ${JSON.stringify(secret)} };
    const body = JSON.stringify({ kind: 'named', name: 'valid' });
    await attempt('overview', ${JSON.stringify(origin)} + '/api/overview');
    await attempt('log with the secret', ${JSON.stringify(origin)} + '/api/log', { headers });
    await attempt('token with the secret', ${JSON.stringify(origin)} + '/api/token', { method: 'POST', headers, body });
    await attempt('token as a form', ${JSON.stringify(origin)} + '/api/token', { method: 'POST', mode: 'no-cors', body });
    await attempt('page', ${JSON.stringify(origin)} + '/');
    return got;
  })()`;
  return attacker.evaluate(script);
}

test('a page of another origin gets nothing, not even with the secret', async () => {
  const { origin, secret } = parts();
  await attacker.goto(`http://127.0.0.1:${(website.address() as AddressInfo).port}/`);
  expect(await attack(origin, secret)).toEqual({
    overview: 'nothing',
    'log with the secret': 'nothing',
    'token with the secret': 'nothing',
    'token as a form': 'nothing',
    page: 'nothing',
  });
});

test('a page whose name was rebound to this machine is refused, not even with the secret', async () => {
  const { port, secret } = parts();
  const answer = await attacker.goto(`http://${REBOUND}:${port}/`);
  expect(answer?.status()).toBe(403);
  const got = await attack('', secret);
  for (const [name, text] of Object.entries(got)) {
    expect({ name, text }).toEqual({ name, text: expect.stringMatching(/^basic 403 /) });
    expect(text).not.toContain('"token"');
  }
});

test('a page cannot show the console in a frame', async () => {
  const { origin, secret } = parts();
  await attacker.goto(`http://127.0.0.1:${(website.address() as AddressInfo).port}/`);
  await attacker.setContent(`<iframe src="${origin}/#${secret}"></iframe>`);
  const frame = attacker.frames().find((one) => one !== attacker.mainFrame());
  await frame?.waitForLoadState();
  expect(await frame?.locator('#app, #routes').count()).toBe(0);
});

test('the console itself, opened without its secret or with another, shows nothing but how to open it', async () => {
  const { origin } = parts();
  for (const hash of ['', '#another']) {
    const page = await browser.newPage();
    await page.goto(`${origin}/${hash}`);
    await page.getByRole('heading', { name: 'The console is shut' }).waitFor();
    expect(await textOf(page.locator('body'))).toContain('Open the address that npm start prints');
    expect(await page.locator('#routes').count()).toBe(0);
    await page.close();
  }
});

test('before the script of the page has come, the secret is out of the address, and its parts are shown in the chosen theme', async () => {
  const context = await browser.newContext({ colorScheme: 'light' });
  const page = await context.newPage();
  await page.route('**/main-*.js', () => {});
  await page.goto(running.console, { waitUntil: 'commit' });
  await page.getByRole('heading', { name: 'Routes' }).waitFor();
  expect(page.url()).toBe(`${parts().origin}/`);
  expect(await page.getByRole('heading').allInnerTexts()).toContain('Decision');
  const colour = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const light = await colour();
  await page.evaluate("localStorage.setItem('console-theme', 'dark')");
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('heading', { name: 'Routes' }).waitFor();
  expect(await colour()).not.toBe(light);
  await context.close();
});

test('the secret is out of the address bar at once, and no token is ever in an address', async () => {
  const console = await openConsole(browser, running.console);
  await console.pickToken('valid');
  await console.send();
  expect(console.page.url()).toBe(`${parts().origin}/`);
  expect(console.requested.filter((url) => url.includes('eyJ'))).toEqual([]);
  await console.close();
});
