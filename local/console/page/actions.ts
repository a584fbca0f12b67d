import type { FaultWish, LogDetail, LogEntry, Overview, TokenAnswer, TokenWish } from '../protocol';
import { listen, ServerError, server } from './api';
import { draftAgain, draftOf, wishOf } from './request-draft';
import { type Draft, type Held, NO_TOKEN, type Pointed, store } from './state';
import { STATUS_WORDS } from './words';

/** The number of entries that the server keeps, and the page with it. */
const MAX_ENTRIES = 1000;
/** The longest time that a timer of a browser can wait for, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

const { get, set } = store;

/** Runs what a person asked for; tells where it fails. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    set({ trouble: undefined });
    return result;
  } catch (error) {
    set({ trouble: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** Gets everything from the server and follows it. */
export function connect(): void {
  let isFirst = true;
  void listen({
    onOpen() {
      isFirst = true;
      set({ link: 'live', entries: [], isLogRead: false });
    },
    onEvents(events) {
      const overview = events.findLast((event) => event.kind === 'overview')?.overview;
      if (overview) {
        takeOverview(overview);
      }
      const entries = events.flatMap((event) => (event.kind === 'entry' ? [event.entry] : []));
      if (entries.length > 0) {
        set({ entries: merged(get().entries, entries) });
      }
      if (isFirst && overview && !overview.api.isDeployed) {
        isFirst = false;
        void attempt(readLog);
      }
    },
    onLost({ message, status }) {
      set(status >= 400 && status < 500 ? { shut: message } : { link: 'lost' });
    },
  });
}

/** Reads what came before. Since the events are followed already, these and those are all there are. */
async function readLog(): Promise<void> {
  const { entries } = await server.log();
  set({ entries: merged(entries, get().entries), isLogRead: true });
}

/** The entries with those that are new, or tell more, in the order of their coming. */
function merged(before: readonly LogEntry[], news: readonly LogEntry[]): readonly LogEntry[] {
  const byId = new Map(before.map((entry) => [entry.requestId, entry]));
  for (const entry of news) {
    byId.set(entry.requestId, entry);
  }
  return [...byId.values()].slice(-MAX_ENTRIES);
}

function takeOverview(overview: Overview): void {
  set({ overview });
  document.title = `${overview.api.name} · Console`;
  const { routeKey } = get();
  const [first] = overview.routes;
  if (first && !overview.routes.some((route) => route.routeKey === routeKey)) {
    const protectedRoute = overview.routes.find(({ access }) => access.kind !== 'public');
    pickRoute((protectedRoute ?? first).routeKey, { keepOutcome: true });
  }
  // Keys, clock and routes may be others now.
  void explain();
}

/** @param options.keepOutcome - leaves the request of the log on the screen */
export function pickRoute(routeKey: string, { keepOutcome = false } = {}): void {
  const route = get().overview?.routes.find((one) => one.routeKey === routeKey);
  if (route) {
    set({ routeKey, draft: draftOf(route), ...(!keepOutcome && LOOK_AHEAD) });
  }
}

const LOOK_AHEAD = { selected: undefined, detail: undefined, sent: undefined, pinned: undefined } as const;

export function edit(change: Partial<Draft>): void {
  set({ draft: { ...get().draft, ...change } });
}

/** Holds a token from now on. */
export function hold(held: Held): void {
  set({ held, ...LOOK_AHEAD });
  void explain();
}

export const dropToken = () => hold(NO_TOKEN);

/** @param name - a short name for what comes of it */
export async function getToken(wish: TokenWish, name: string): Promise<void> {
  const answer = await attempt(() => server.token(wish));
  if (answer) {
    holdAnswer(answer, name);
  }
}

export function holdAnswer({ token, what }: TokenAnswer, name: string): void {
  hold({ token, name, what });
}

let explaining = 0;
let expiry: ReturnType<typeof setTimeout> | undefined;

/** Asks whether the held token would pass; again when it expires. */
export async function explain(): Promise<void> {
  explaining += 1;
  const turn = explaining;
  const { held } = get();
  const { token, name } = held;
  const explained = await attempt(() => server.explain(token));
  if (!explained || turn !== explaining) {
    return;
  }
  set({ explained, explainedOf: held });
  clearTimeout(expiry);
  const exp = Number(explained.token.claims.find((claim) => claim.name === 'exp')?.value);
  const left = exp * 1000 - explained.at;
  if (left > 0 && left < MAX_TIMER) {
    expiry = setTimeout(() => {
      set({ said: `The token ${name} has expired.` });
      void explain();
    }, left + 50);
  }
}

/** Sends the request that is written, with the token that is held. */
export async function send(): Promise<void> {
  const { draft, held, routeKey, isSending } = get();
  if (isSending) {
    return;
  }
  set({ isSending: true });
  const answer = await attempt(() => server.send(wishOf(draft, held)));
  set({ isSending: false });
  if (!answer) {
    return;
  }
  const { status, requestId } = answer;
  const { method, target } = wishOf(draft, held);
  set({
    ...LOOK_AHEAD,
    sent: { method, target, routeKey, hasToken: held.token !== '', at: Date.now(), answer },
    said: `${status} ${STATUS_WORDS[status] ?? ''}`,
  });
  // A deployment has no log.
  if (requestId !== undefined && !get().overview?.api.isDeployed) {
    await showEntry(requestId, { isFresh: true });
  }
}

/** Shows a request of the log. @param options.isFresh - it may be on its way into the log */
export async function showEntry(requestId: string, { isFresh = false } = {}): Promise<void> {
  set({ selected: requestId, pinned: undefined, ...(!isFresh && { sent: undefined }) });
  const detail = await attempt(() => entryOf(requestId, isFresh ? 10 : 0));
  if (detail && get().selected === requestId) {
    const failed = detail.entry.failedCheck;
    set({
      detail,
      said: `${detail.entry.status} ${STATUS_WORDS[detail.entry.status] ?? ''}${failed ? `, refused by the check ${failed}` : ''}`,
    });
  }
}

async function entryOf(requestId: string, tries: number): Promise<LogDetail> {
  try {
    return await server.entry(requestId);
  } catch (error) {
    if (tries > 0 && error instanceof ServerError && error.status === 404) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return entryOf(requestId, tries - 1);
    }
    throw error;
  }
}

/** Leaves the request of the log for a look ahead at the one that is being written. */
export function lookAhead(): void {
  set(LOOK_AHEAD);
}

/** Sends a request of the log again, with the token that is held now: the log knows no tokens. */
export async function sendAgain({ request, entry }: LogDetail): Promise<void> {
  set({ draft: draftAgain(request), routeKey: entry.routeKey ?? get().routeKey });
  await send();
}

export async function playFault(wish: FaultWish): Promise<void> {
  const overview = await attempt(() => server.fault(wish));
  if (overview) {
    takeOverview(overview);
  }
}

export function point(pointed: Pointed | undefined): void {
  set({ pointed });
}

/** Keeps it lit, until it is clicked again. */
export function pin(pinned: Pointed): void {
  const { pinned: before } = get();
  set({ pinned: JSON.stringify(before) === JSON.stringify(pinned) ? undefined : pinned });
}
