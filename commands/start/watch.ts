import { type FSWatcher, readdirSync, watch } from 'node:fs';
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
  let stopped = false;
  let watchers: FSWatcher[] = [];

  async function run(): Promise<void> {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      watchAll();
      await onEdit();
    } while (again && !stopped);
    running = false;
  }

  function edited(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), QUIET_MS);
  }

  /**
   * Watches every folder there is now, and no file: on Linux the watch of a file, and so a recursive one, ends unnoticed
   * when an editor saves by putting a new file in its place. The new watches begin before the old ones end.
   */
  function watchAll(): void {
    const old = watchers;
    watchers = folders
      .flatMap((folder) => foldersFrom(join(root, folder)))
      .flatMap((folder) => watchOne(folder, edited));
    close(old);
  }

  watchAll();
  return () => {
    stopped = true;
    clearTimeout(timer);
    close(watchers);
  };
}

/** This folder and all below it. */
function foldersFrom(folder: string): string[] {
  const below = unlessGone(() => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const folders = below?.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  return folders ? [folder, ...folders] : [];
}

function watchOne(folder: string, edited: () => void): FSWatcher[] {
  const watcher = unlessGone(() => watch(folder, edited).on('error', edited));
  return watcher ? [watcher] : [];
}

/** What `look` finds; undefined where a folder goes away meanwhile, which the watch of its parent tells. */
function unlessGone<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function close(watchers: readonly FSWatcher[]): void {
  for (const watcher of watchers) {
    watcher.close();
  }
}

/** A line of a stack trace that leads into Node or a package, not into this project. */
const FOREIGN_FRAME = /^\s+at .*(node:|node_modules|<anonymous>)/;

/**
 * What a failed synthesis printed, without what Node prints around it: the line of its own that threw, frames of
 * packages, its version. A message that stands before the crash, as esbuild's does, says all there is to say.
 */
export function plainFault(printed: string): string {
  const crash = printed.search(/^node:\S+:\d+$/m);
  if (crash > 0) {
    return printed.slice(0, crash).trim();
  }
  return printed
    .replace(/^node:[\s\S]*?\n\n/, '')
    .split('\n')
    .filter((line) => !FOREIGN_FRAME.test(line) && !line.startsWith('Node.js v'))
    .join('\n')
    .trim();
}
