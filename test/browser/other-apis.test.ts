import type { Browser } from 'playwright-core';
import { writeAssembly } from '../local/gateway/support/assembly';
import { openConsole, startBrowser, textOf } from './support/console-page';
import { type Running, startAssembly, startCopy, startDeployed } from './support/project';

let browser: Browser;
const started: Running[] = [];
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all(started.map(({ stop }) => stop()));
});

test('a foreign cdk.out: its routes, tokens for its audience, and 501 where a route is not emulated', async () => {
  const assembly = writeAssembly(
    {
      routes: {
        'GET /orders/{id}': { scopes: ['orders:read'] },
        'ANY /open': {},
        'GET /custom': { properties: { AuthorizationType: 'AWS_IAM' } },
      },
    },
    { 'index.mjs': 'export const handler = async ({ pathParameters }) => ({ got: pathParameters });' },
  );
  const running = await startAssembly(assembly);
  started.push(running);
  const console = await openConsole(browser, running.console);
  const { page } = console;
  expect(await page.locator('#routes .pick').count()).toBe(3);
  expect(await textOf(page.locator('#routes .pick', { hasText: '/custom' }))).toMatch(
    /501[\s\S]*answered 501: .*AWS_IAM/,
  );
  await console.pickToken('valid');
  await console.pickRoute('GET /orders/{id}');
  await page.getByLabel('{id}').fill('7');
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/^200 OK/);
  expect(await textOf(page.locator('#response .json'))).toContain('"id": "7"');
  expect(await textOf(console.member('claims', 'aud'))).toContain('client');
  expect(console.complaints).toEqual([]);
  await console.close();
});

test('a deployment: its answers and their decisions; what only a laptop knows is absent', async () => {
  const laptop = await startCopy();
  const deployed = await startDeployed(laptop);
  started.push(deployed, laptop);
  const console = await openConsole(browser, deployed.console);
  const { page } = console;
  for (const absent of ['#log', '#faults', '.token-group']) {
    expect(await page.locator(absent).count()).toBe(0);
  }
  expect(await textOf(page.locator('.facts'))).toContain('Deployment');
  await console.pickRoute('GET /me');
  for (const [name, status, why] of [
    ['valid', /^200 OK/, 'as the decision tells it'],
    ['expired', /^401 Unauthorized\s+refused by the check expiry$/, 'as the decision tells it'],
  ] as const) {
    await page.getByLabel('A token of your own').fill(laptop.tokens[name] ?? '');
    await page.getByRole('button', { name: 'Use this token' }).click();
    await page.locator('#decision[aria-busy="false"]').waitFor();
    await console.send();
    expect(await textOf(console.verdict)).toMatch(status);
    expect(await textOf(page.locator('#flow'))).toContain(why);
  }
  await console.close();
});
