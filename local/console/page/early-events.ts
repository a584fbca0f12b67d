import { secret, secretHeader } from './secret';

/** Between the script within the document and that of the page. */
const world = globalThis as { earlyEvents?: Promise<Response | undefined> };

/** Asks for the events while the script of the page is on its way. */
export function askEarly(): void {
  if (secret() !== '') {
    world.earlyEvents = fetch('/api/events', { headers: secretHeader() }).catch(() => undefined);
  }
}

/** What was asked for early, once. Undefined where it was not answered. */
export function takeEarly(): Promise<Response | undefined> | undefined {
  const { earlyEvents } = world;
  delete world.earlyEvents;
  return earlyEvents;
}
