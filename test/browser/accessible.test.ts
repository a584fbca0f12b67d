import type { Page } from 'playwright-core';
import { type ConsolePage, openConsole } from './support/console-page';
import { useLaptop } from './support/laptop';

const laptop = useLaptop();

/** The states of the page that look different from each other. */
const STATES: Readonly<Record<string, (console: ConsolePage) => Promise<unknown>>> = {
  'at first': async () => {},
  'refused for its scope, with a check lit up': async (console) => {
    await console.pickRoute('POST /quotes');
    await console.pickToken('noScope');
    await console.send();
    await console.check('scope').getByRole('button').focus();
  },
  'answered, all folds open': async (console) => {
    await console.pickToken('valid');
    await console.send();
    const folds = console.page.locator('details:not([open]) > summary');
    while ((await folds.count()) > 0) {
      await folds.first().click();
    }
  },
  'getting a token': async ({ page }) => page.getByRole('tab', { name: 'Get one' }).click(),
  'pasting a token': async ({ page }) => page.getByRole('tab', { name: 'Paste' }).click(),
  'with a fault': async ({ page }) => {
    await page.getByRole('button', { name: 'Forward an hour' }).click();
    await page.getByRole('button', { name: 'Set it right' }).waitFor();
  },
  'after it': async ({ page }) => {
    await page.getByRole('button', { name: 'Set it right' }).click();
    await page.getByRole('button', { name: 'Forward an hour' }).waitFor();
  },
};

const SIZES = [
  { width: 360, height: 780 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

test.each(SIZES.flatMap((viewport) => (['light', 'dark'] as const).map((colorScheme) => ({ viewport, colorScheme }))))(
  'axe finds no violation: $viewport.width wide, $colorScheme',
  async (look) => {
    const console = await openConsole(laptop.browser, laptop.running.console, { ...look, bypassCSP: true });
    await console.page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    for (const [name, reach] of Object.entries(STATES)) {
      await reach(console);
      expect({ name, violations: await violations(console.page) }).toEqual({ name, violations: [] });
    }
    await console.close();
  },
);

function violations(page: Page): Promise<string[]> {
  return page.evaluate(`axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary].join(': '))))`);
}

test.each([360, 700, 768, 1024, 1200, 1440, 1920, 2560])('nothing is cut off at a width of %d', async (width) => {
  const console = await openConsole(laptop.browser, laptop.running.console, { viewport: { width, height: 800 } });
  await console.pickToken('expired');
  await console.send();
  const [scrolled, shown] = await console.page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, window.innerWidth]',
  );
  expect(scrolled).toBe(shown);
  await console.close();
});

test('the switch changes the theme, and a reload keeps it', async () => {
  const { page, close } = await openConsole(laptop.browser, laptop.running.console, { colorScheme: 'light' });
  const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await colour();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  const dark = await colour();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await page.getByRole('button', { name: 'Dark theme', pressed: true }).count()).toBe(1);
  expect(await colour()).toBe(dark);
  await close();
});

test.each([360, 1440])(
  'the first keys lead to each part of the page, past what is before it: %d wide',
  async (width) => {
    const { page, close } = await openConsole(laptop.browser, laptop.running.console, {
      viewport: { width, height: 800 },
    });
    const part = page.getByRole('navigation', { name: 'Parts of the page' }).getByRole('link', { name: 'Decision' });
    const focused = page.locator(':focus');
    while ((await focused.and(part).count()) === 0) {
      await page.keyboard.press('Tab');
    }
    expect((await part.boundingBox())?.height).toBeGreaterThan(20);
    await page.keyboard.press('Enter');
    expect(await focused.getAttribute('id')).toBe('decision');
    await page.keyboard.press('Tab');
    expect(await focused.and(page.locator('#decision .check-name')).count()).toBe(1);
    await close();
  },
);

test('a request is written, sent and looked at by keyboard alone', async () => {
  const console = await openConsole(laptop.browser, laptop.running.console);
  const { page } = console;
  const focused = page.locator(':focus');
  const tabTo = async (selector: string) => {
    while ((await focused.and(page.locator(selector)).count()) === 0) {
      await page.keyboard.press('Tab');
    }
  };
  await tabTo('#routes .pick >> nth=1');
  await page.keyboard.press('Enter');
  await tabTo('#tokens [role="tab"]');
  await tabTo('#tokens .pick >> nth=1');
  await page.keyboard.press('Space');
  await page.locator('#tokens .pick >> nth=1').and(page.locator('[aria-pressed="true"]')).waitFor();
  await tabTo('#request input');
  await page.keyboard.press('Control+Enter');
  await console.verdict.filter({ hasText: '200 OK' }).waitFor();
  await tabTo('[data-check="expiry"] button');
  await page.locator('[data-member="claims exp"].is-lit').waitFor();
  await tabTo('[role="listbox"]');
  await page.keyboard.press('End');
  await page.locator('.log-row[aria-selected="true"]').waitFor();
  expect(await page.getByRole('listbox').getAttribute('aria-activedescendant')).toMatch(/^entry-/);
  await console.close();
});
