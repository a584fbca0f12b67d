import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { findBrowser } from './find-browser';

/** Nothing of the browser's own asks the network for anything. */
const FLAGS = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** @param flags - of the browser, besides the usual ones */
export function startBrowser(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: [...FLAGS, ...flags] });
}

/** The page of a console in a browser, for a person's eyes and hands. */
export interface ConsolePage {
  readonly page: Page;
  /** Every request of the page and the windows it opened: their addresses. */
  readonly requested: readonly string[];
  /** The browser's complaints: errors, and violations of the Content-Security-Policy. */
  readonly complaints: readonly string[];
  pickRoute(routeKey: string): Promise<void>;
  pickToken(name: string): Promise<void>;
  /** Sends the request and waits for its outcome. */
  send(): Promise<void>;
  /** The status and words of the answer that is shown, or what would happen. */
  readonly verdict: Locator;
  check(name: string): Locator;
  member(part: 'header' | 'claims', name: string): Locator;
  /** The rows of the log that are drawn, newest first. */
  readonly rows: Locator;
  close(): Promise<void>;
}

/** Opens the page of a console in a profile of its own. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  // A busy machine is no fault.
  context.setDefaultTimeout(90_000);
  const requested: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.link-live').waitFor();
  await page.locator('#routes .pick').first().waitFor();
  await page.locator('#log[aria-busy="true"]').waitFor({ state: 'detached' });
  const verdict = page.locator('.verdict-line').first();
  return {
    page,
    requested,
    complaints,
    verdict,
    rows: page.locator('.log-row'),
    check: (name) => page.locator(`[data-check="${name}"]`),
    member: (part, name) => page.locator(`[data-member="${part} ${name}"]`),
    async pickRoute(routeKey) {
      const [method = '', path = ''] = routeKey.split(' ');
      await page
        .locator('#routes .pick', { has: page.getByText(method, { exact: true }) })
        .filter({ has: page.getByText(path, { exact: true }) })
        .click();
    },
    async pickToken(name) {
      const pick = page.locator('#tokens .pick').filter({ has: page.getByText(name, { exact: true }) });
      await pick.click();
      await page
        .locator('#tokens .pick[aria-pressed="true"]')
        .filter({ has: page.getByText(name, { exact: true }) })
        .waitFor();
      await page.locator('#decision[aria-busy="false"]').waitFor();
    },
    async send() {
      const before = await page.locator('[data-outcome]').getAttribute('data-outcome');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator(`[data-outcome]:not([data-outcome="${before}"])`).waitFor();
    },
    close: () => context.close(),
  };
}

/** The text that a person sees. */
export function textOf(part: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is not shown is not read
  return part.innerText();
}
