import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConsolePage, openConsole, textOf } from './support/console-page';
import { useLaptop } from './support/laptop';

/* What changes while the page is open: requests of others, sources, keys, faults. */

const laptop = useLaptop();
let console: ConsolePage;
afterEach(() => console.close());

const authorized = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });

test('the log follows requests of others, from before the page was opened and after, and tells of each all there is', async () => {
  await fetch(`${laptop.running.api}/me`, authorized(laptop.running.tokens['valid']));
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page, rows } = console;
  const flow = page.locator('#flow ol > li');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  expect(await textOf(rows.first())).toMatch(/200[\s\S]*\/me[\s\S]*local_client[\s\S]*INFO Answered/);
  await rows.first().click();
  await page.locator('#token h2', { hasText: 'Token of this request' }).waitFor();
  expect(await page.locator('[data-result="pass"]').count()).toBe(13);
  // The first request of all: nothing was held yet.
  expect(await textOf(flow.nth(3))).toMatch(/^discovery and keys, .*[\d.]+ m?s$/);

  await fetch(`${laptop.running.api}/me?page=2`, authorized(laptop.running.tokens['expired']));
  await rows.nth(1).waitFor();
  expect(await textOf(rows.first())).toMatch(/401[\s\S]*\/me[\s\S]*expiry[\s\S]*never ran/);
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Home');
  await console.verdict.filter({ hasText: '401' }).waitFor();
  expect(await textOf(page.locator('.verdict'))).toContain('GET /me?page=2');
  const body = await textOf(page.locator('body'));
  expect(body).not.toContain(laptop.running.tokens['expired']);
  expect(body).not.toContain(laptop.running.tokens['expired']?.split('.')[2]);

  await page.getByLabel('Failing check').selectOption('expiry');
  await rows.nth(1).waitFor({ state: 'detached' });
  expect(await rows.count()).toBe(1);
  await page.getByLabel('Failing check').selectOption('');
  await rows.nth(1).waitFor();
  await page.getByRole('searchbox').fill('answered');
  await rows.nth(1).waitFor({ state: 'detached' });
  expect(await rows.count()).toBe(1);
  expect(await textOf(rows.first())).toContain('200');

  // A reload of the page loses nothing.
  await page.reload();
  await rows.nth(1).waitFor();
  expect(await rows.count()).toBe(2);
});

test('a request of the log is sent again with the token that is held', async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page, rows } = console;
  await fetch(`${laptop.running.api}/me?again`, authorized(laptop.running.tokens['expired']));
  await console.pickToken('validUser');
  await rows.filter({ hasText: '401' }).first().click();
  await page.getByRole('button', { name: /^Send it again/ }).click();
  await console.verdict.filter({ hasText: '200 OK' }).waitFor();
  expect(await textOf(page.locator('.verdict'))).toContain('GET /me?again');
});

test('an edit shows as a new route that has no code, an edit that fails with file and line', async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page } = console;
  const file = join(laptop.running.folder, 'config/routes.ts');
  const before = readFileSync(file, 'utf8');
  const route = "{ method: 'GET', path: '/tariffs/{id}', access: { anyToken: 'no secret' } },";
  writeFileSync(file, before.replace('export const routes = [', `export const routes = [\n  ${route}`));
  const shown = page.locator('#routes .pick', { hasText: '/tariffs/{id}' });
  await shown.waitFor();
  expect(await textOf(shown)).toMatch(/any valid token: no secret[\s\S]*no code for it yet/);
  expect(await textOf(page.locator('.top'))).toMatch(/Reloaded \d+ s ago\s[\s\S]*\+ GET \/tariffs\/\{id\}/);

  await console.pickToken('valid');
  await shown.click();
  await page.getByLabel('{id}').fill('a/b');
  await console.send();
  expect(await textOf(page.locator('.verdict'))).toContain('GET /tariffs/a%2Fb');

  writeFileSync(file, before.replace("method: 'GET'", "method: 'GTE'"));
  const failed = page.getByRole('alert').filter({ hasText: 'The last edit is not served.' });
  await failed.waitFor();
  expect(await textOf(failed)).toMatch(/GTE/);
  writeFileSync(join(laptop.running.folder, 'lambda/health.ts'), 'export const = 1;');
  writeFileSync(file, before);
  await failed.filter({ hasText: /lambda\/health\.ts:1:\d+/ }).waitFor();
});

test('keys that are rotated are seen, and a token under a key that is gone is refused', async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page, check } = console;
  const key = page.locator('.key').first();
  const before = await textOf(key.locator('code'));
  await console.pickRoute('GET /me');
  await console.pickToken('valid');
  await page.getByText('Faults to play with', { exact: true }).click();
  await page.getByRole('button', { name: 'Drop the old' }).click();
  await key.filter({ hasNotText: before }).waitFor();
  await console.pickToken('validUser');
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/^200 OK/);
  expect(await check('kid').getAttribute('data-result')).toBe('pass');

  await page.getByRole('tab', { name: 'Paste' }).click();
  await page.getByLabel('A token of your own').fill(laptop.running.tokens['valid'] ?? '');
  await page.getByRole('button', { name: 'Use this token' }).click();
  await console.verdict.filter({ hasText: 'Would be refused: 401, kid' }).waitFor();
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/^401 Unauthorized\s+refused by the check kid$/);
});

test('a stopped issuer, a clock that is ahead and a throttle each tell what they do, and end', async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page } = console;
  const played = page.locator('.warn-banner');
  await console.pickRoute('GET /me');
  await console.pickToken('valid');
  await page.getByText('Faults to play with', { exact: true }).click();

  await page.getByRole('button', { name: 'Forward an hour' }).click();
  await played.filter({ hasText: '1 h ahead' }).waitFor();
  await page.getByText('Would be refused: 401, expiry').waitFor();
  await page.getByRole('button', { name: 'Set it right' }).click();
  await page.getByText('Would pass', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Answer 429' }).click();
  await played.filter({ hasText: 'Every route answers 429' }).waitFor();
  await console.send();
  expect(await textOf(console.verdict)).toMatch(/^429 Too Many Requests/);
  await page.getByRole('button', { name: 'Let all through' }).click();

  await page.getByRole('button', { name: 'Stop it' }).click();
  await played.filter({ hasText: 'The issuer is stopped' }).waitFor();
  await page.locator('.fact', { hasText: 'Signing keys' }).locator('.bad').waitFor();
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.locator('.key').first().waitFor();
  await played.waitFor({ state: 'detached' });
});

test('a thousand requests are few rows, of which any is reached, and a page that is open keeps its place', async () => {
  console = await openConsole(laptop.browser, laptop.running.console);
  const { page, rows } = console;
  await Promise.all(
    Array.from({ length: 10 }, async (_, worker) => {
      for (let count = 0; count < 100; count += 1) {
        await fetch(`${laptop.running.api}/nowhere/${worker}/${count}`);
      }
    }),
  );
  await page.locator('#log', { hasText: '1,000 requests' }).waitFor();
  expect(await rows.count()).toBeLessThan(60);
  const list = page.getByRole('listbox');
  await list.focus();
  await page.keyboard.press('End');
  await page.locator('.log-row[aria-posinset="1000"][aria-selected="true"]').waitFor();

  // Away from both ends, what is read stays where it is while another request comes in above it.
  await page.keyboard.press('Home');
  for (let count = 0; count < 6; count += 1) {
    await page.keyboard.press('PageDown');
  }
  const selected = page.locator('.log-row[aria-selected="true"]');
  const id = await selected.getAttribute('id');
  const [position, place] = [Number(await selected.getAttribute('aria-posinset')), await selected.boundingBox()];
  await fetch(`${laptop.running.api}/nowhere/more`);
  const moved = page.locator(`[id="${id}"][aria-posinset="${position + 1}"]`);
  await moved.waitFor();
  expect((await moved.boundingBox())?.y).toBe(place?.y);
});
