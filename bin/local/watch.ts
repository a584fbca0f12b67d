import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** How long the folders must be quiet before an edit counts as finished: an editor writes a file in several steps. */
const QUIET_MS = 100;

/**
 * Calls back once after each burst of edits below these folders, one call at a time: edits during a call lead to one
 * more after it.
 *
 * @returns ends the watching
 */
export function watchFolders(root: string, folders: readonly string[], onEdit: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await onEdit();
    } while (again);
    running = false;
  }

  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void run(), QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) {
      watcher.close();
    }
  };
}
