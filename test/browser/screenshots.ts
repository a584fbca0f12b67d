import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/run';
import { type ConsolePage, openConsole, startBrowser } from './support/console-page';
import { startCopy, USUAL_PORTS } from './support/project';

/*
 * `npm run screenshots`: the pictures of docs/images, from a console that serves the routes of the tests. It wants the
 * usual ports. Times, ids and keys are others each time; all else is the same.
 */

const FOLDER = join(ROOT, 'docs/images');

const PICTURES = [
  { name: 'console-light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'console-dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'console-narrow-light', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'console-narrow-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

/** The article's calls, of which the last one is refused, and the check that refused it pointed at. */
async function play(console: ConsolePage): Promise<void> {
  await console.pickRoute('GET /me');
  await console.send();
  for (const name of ['valid', 'expired']) {
    await console.pickToken(name);
    await console.send();
  }
  await console.pickRoute('POST /quotes');
  for (const name of ['valid', 'noScope', 'tamperedPayload', 'otherAudience']) {
    await console.pickToken(name);
    await console.send();
  }
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const running = await startCopy(USUAL_PORTS);
  const browser = await startBrowser();
  for (const { name, ...look } of PICTURES) {
    const console = await openConsole(browser, running.console, { ...look, deviceScaleFactor: 1 });
    await play(console);
    await console.check('audience').getByRole('button').focus();
    if (look.viewport.width < 700) {
      await console.page.evaluate("document.querySelector('.verdict').scrollIntoView()");
    }
    const path = join(FOLDER, `${name}.png`);
    await console.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    await console.close();
    process.stdout.write(`${path}\n`);
  }
  await browser.close();
  await running.stop();
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
