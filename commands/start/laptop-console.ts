import { type ReloadView, startConsole } from '../../local/console';
import { listenError } from '../project/ports';
import { createLaptopHost } from './console-host';
import type { HeldRequests } from './held-requests';
import type { Laptop } from './laptop';
import type { LocalOptions } from './start-options';
import { consolePortOf } from './wanted-ports';

/** A console that shows the laptop. */
export interface ShownLaptop {
  readonly url: string;
  reloaded(reload: ReloadView): void;
  /** Makes the page ready, once all else is. */
  warmUp(): void;
  close(): Promise<void>;
}

/** Delay before the page is bundled, in milliseconds, so that the start comes first. */
const WARM_UP_AFTER_MS = 500;

/**
 * Serves the console where it is asked for.
 *
 * @param held - the requests of the laptop; undefined where none are held
 * @throws CommandError where its port was taken meanwhile
 */
export async function startLaptopConsole(
  laptop: Laptop,
  held: HeldRequests | undefined,
  options: Pick<LocalOptions, 'consolePort' | 'context' | 'assembly'>,
): Promise<ShownLaptop | undefined> {
  const { consolePort } = options;
  if (held === undefined || consolePort === undefined) {
    return undefined;
  }
  const host = createLaptopHost({ laptop, held, options });
  const served = await startConsole({ host, port: consolePort }).catch((error: unknown) => {
    throw listenError(error, consolePortOf(consolePort));
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    url: served.url,
    reloaded: host.reloaded,
    warmUp() {
      timer = setTimeout(() => void served.warmUp(), WARM_UP_AFTER_MS).unref();
    },
    async close() {
      clearTimeout(timer);
      await served.close();
    },
  };
}
