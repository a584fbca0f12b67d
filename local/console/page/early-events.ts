import { secret, secretHeader } from './secret';

/** Between the script within the document and that of the page. */
const world = globalThis as { earlyEvents?: Promise<Response | undefined> };

/** Asks for the events while the script of the page is on its way. */
export function askEarly(): void {
  if (secret() !== '') {
    world.earlyEvents = fetch('/api/events', { headers: secretHeader() }).catch(() => undefined);
  }
}

/** The answer to the early request; given once. Undefined where there was none. */
export function takeEarly(): Promise<Response | undefined> | undefined {
  const { earlyEvents } = world;
  delete world.earlyEvents;
  return earlyEvents;
}
