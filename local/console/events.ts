import type { ServerResponse } from 'node:http';
import type { ConsoleHost } from './host';
import type { ConsoleEvent } from './protocol';

/** Most bytes that may wait for a page that does not read. */
const MAX_WAITING_BYTES = 4 * 2 ** 20;

/** Most pages that may listen at a time: each gets the overview, which asks the issuer. */
const MAX_PAGES = 32;

/** Tells the pages that listen what happens. */
export interface Events {
  /** Adds a page, for as long as its connection lasts; past the 32nd it ends the one that has listened longest. */
  listen(response: ServerResponse): void;
}

/** While no page listens, nobody is asked for anything. */
export function createEvents(host: ConsoleHost, onFault: (error: unknown) => void): Events {
  const listeners = new Set<ServerResponse>();
  let stopEntries: (() => void) | undefined;

  function write(responses: Iterable<ServerResponse>, text: string): void {
    for (const response of responses) {
      response.write(text);
      if (response.writableLength > MAX_WAITING_BYTES) {
        // It listens again when it comes to itself, and reads the log.
        response.destroy();
      }
    }
  }

  async function tellOverview(responses: Iterable<ServerResponse>): Promise<void> {
    write(responses, lineOf({ kind: 'overview', overview: await host.overview() }));
  }

  host.onChange(() => {
    if (listeners.size > 0) {
      tellOverview(listeners).catch(onFault);
    }
  });

  return {
    listen(response) {
      const [eldest] = listeners;
      if (eldest && listeners.size >= MAX_PAGES) {
        listeners.delete(eldest);
        eldest.destroy();
      }
      listeners.add(response);
      response.once('close', () => {
        listeners.delete(response);
        if (listeners.size === 0) {
          stopEntries?.();
          stopEntries = undefined;
        }
      });
      stopEntries ??= host.log?.onEntries((entries) =>
        write(listeners, entries.map((entry) => lineOf({ kind: 'entry', entry })).join('')),
      );
      // What the page shows meanwhile is told from here on.
      response.flushHeaders();
      tellOverview([response]).catch(onFault);
    },
  };
}

function lineOf(event: ConsoleEvent): string {
  return `${JSON.stringify(event)}\n`;
}
