import type { Browser, Page } from 'playwright-core';
import { median } from '../../bench/measure';
import { readRuns, runsFlag } from '../../bench/runs-flag';
import type { Command, Flags } from '../../commands/kit/command';
import { openConsole, startBrowser } from './support/console-page';
import { type Running, startCopy } from './support/project';

/** From when the page is asked for until something of it is shown, in milliseconds. */
const SHOWN_LIMIT = 300;
/** From frame to frame, in milliseconds: a longer pause is seen as a stutter. */
const FRAME_LIMIT = 50;
const REQUESTS = 1000;
const FRAMES = 300;

/** Times of one load of the page, in milliseconds since it was asked for. */
interface Load {
  readonly shown: number;
  /** The first route is in the page. */
  readonly route: number;
  /** The decision on it is. */
  readonly decision: number;
}

/** Notes when a part of the page is drawn. */
const NOTE = `{
  const parts = { route: '#routes .pick', decision: '#decision .check' };
  globalThis.noted = {};
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(parts)) {
      if (noted[name] === undefined && document.querySelector(selector)) {
        noted[name] = null;
        requestAnimationFrame(() => (noted[name] = performance.now()));
      }
    }
  }).observe(document, { childList: true, subtree: true });
}`;

function loadOf(page: Page): Promise<Load> {
  return page.evaluate<Load>(`new Promise((resolve) => {
    const look = () => {
      const shown = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
      if (shown && noted.decision) resolve({ ...noted, shown });
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

async function measureLoads(
  browser: Browser,
  { console: url }: Running,
  runs: number,
): Promise<Record<string, Load[]>> {
  const loads = { 'in a new tab': [] as Load[], 'loaded again': [] as Load[] };
  // The first load of all is of cold caches, and not counted.
  for (let run = 0; run <= runs; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(NOTE);
    await page.goto(url);
    const fresh = await loadOf(page);
    await page.reload();
    const again = await loadOf(page);
    await context.close();
    if (run > 0) {
      loads['in a new tab'].push(fresh);
      loads['loaded again'].push(again);
    }
  }
  return loads;
}

/** The milliseconds from frame to frame while the log is scrolled to its end and back, and requests come in. */
async function measureFrames(browser: Browser, running: Running): Promise<number[]> {
  const get = (path: string) => fetch(`${running.api}${path}`).then((answer) => answer.text());
  for (let count = 0; count < REQUESTS; count += 1) {
    await get(`/health?${count}`);
  }
  const { page, close } = await openConsole(browser, running.console);
  await page.locator('#log', { hasText: '1,000 requests' }).waitFor();
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      await get('/nowhere');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const frames = await page.evaluate<number[]>(`new Promise((resolve) => {
    const list = document.querySelector('.log-list');
    const frames = [];
    let last;
    let step = 100;
    const next = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) step = -step;
      list.scrollTop += frames.length < ${FRAMES / 2} ? step : 10 * step;
      if (frames.length === ${FRAMES}) resolve(frames);
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`);
  isOver = true;
  await others;
  await close();
  return frames;
}

/** A line for people, and true where the limit is kept. */
function judged(what: string, value: number, limit: number, more: string): { isKept: boolean; line: string } {
  const isKept = value <= limit;
  return {
    isKept,
    line: `${isKept ? 'ok    ' : 'MISSED'}  ${what}: ${Math.round(value)} ms, at most ${limit} (${more})`,
  };
}

const FLAGS = { ...runsFlag(15) } as const satisfies Flags;

/** `npm run bench:browser`: exit code 1 where a limit is missed. */
export const browserBenchCommand: Command<typeof FLAGS> = {
  name: 'npm run bench:browser',
  summary:
    'Measures in a browser how long it takes until the console is shown, in a new tab and in one that is loaded again, and the frames of a log of a thousand requests while it is scrolled and others come in. Fails where a limit is missed.',
  flags: FLAGS,
  async run({ flags }, { out }) {
    const runs = readRuns(flags);
    const [running, browser] = await Promise.all([startCopy(), startBrowser()]);
    const [loads, frames] = await measureLoads(browser, running, runs)
      .then(async (all) => [all, await measureFrames(browser, running)] as const)
      .finally(async () => {
        await browser.close();
        await running.stop();
      });
    frames.sort((a, b) => a - b);
    const rows = Object.entries(loads).map(([name, all]) => {
      const of = (key: keyof Load) => all.map((load) => load[key]);
      const [least, most] = [Math.min(...of('shown')), Math.max(...of('shown'))].map(Math.round);
      const [route, decision] = [median(of('route')), median(of('decision'))].map(Math.round);
      const more = `from ${least} to ${most}; first route ${route}, its decision ${decision}; medians of ${runs} loads`;
      return judged(`the page is shown, ${name}`, median(of('shown')), SHOWN_LIMIT, more);
    });
    const at = (share: number) => frames[Math.floor(frames.length * share)] ?? Number.NaN;
    const more = `median ${Math.round(median(frames))}, longest ${Math.round(at(0.9999))}; ${FRAMES} frames`;
    rows.push(judged(`the log of ${REQUESTS} requests is scrolled, 99 of 100 frames`, at(0.99), FRAME_LIMIT, more));
    for (const { line } of rows) {
      out(line);
    }
    return rows.every(({ isKept }) => isKept) ? 0 : 1;
  },
};
