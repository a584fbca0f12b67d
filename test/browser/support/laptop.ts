import type { Browser } from 'playwright-core';
import { startBrowser } from './console-page';
import { type Running, startCopy } from './project';

/** A copy of the project that runs, and a browser, for the tests of one file: from before the first until after the last. */
export function useLaptop(): { readonly running: Running; readonly browser: Browser } {
  let started: readonly [Running, Browser] | undefined;
  beforeAll(async () => {
    started = await Promise.all([startCopy(), startBrowser()]);
  });
  afterAll(async () => {
    const [running, browser] = started ?? [];
    await browser?.close();
    await running?.stop();
  });
  const present = () => {
    if (!started) {
      throw new Error('The laptop has not been started.');
    }
    return started;
  };
  return {
    get running() {
      return present()[0];
    },
    get browser() {
      return present()[1];
    },
  };
}
