import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/**
 * Milliseconds without a change before an edit is read: an editor writes a file in several steps, a few milliseconds apart.
 * A later step starts another reload.
 */
const QUIET_MS = 15;

/** A file that stays empty for this long, in milliseconds, is meant to be: a file that is being written is emptied first. */
const EMPTY_MS = 1000;

/** Files that editors keep beside those that they edit. */
const OF_AN_EDITOR = /(^|\/)(\.[^/]*|#[^/]*#|4913)$|~$|\.(swp|swx|tmp)$/;

export interface WatchProps {
  /** The folder from which paths are told. */
  readonly root: string;
  /** The watched paths, as seen from the root, with all below them but installed packages. */
  readonly folders: readonly string[];
  /** True if the file or folder at this path is made use of. @default everything is */
  readonly concerns?: (path: string) => boolean;
  /** Called as soon as something was edited, once for each call of {@link onEdit}. */
  readonly onBegin?: () => void;
  /**
   * Called when the edits are done, one call at a time: edits during a call lead to one more after it.
   *
   * @param paths - of what was edited, as seen from the root: `lambda/me.ts`
   * @param isStillSo - whether nothing was edited since
   */
  readonly onEdit: (paths: readonly string[], isStillSo: () => Promise<boolean>) => Promise<void>;
}

/**
 * Calls back after each burst of edits.
 *
 * @returns ends the watching
 */
export function watchFolders({
  root,
  folders,
  concerns = () => true,
  onBegin = () => {},
  onEdit,
}: WatchProps): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStopped = false;
  let watchers: FSWatcher[] = [];
  let edited = new Set<string>();
  let since = 0;

  async function run(): Promise<void> {
    if (isRunning) {
      return;
    }
    if (performance.now() - since < EMPTY_MS && [...edited].some((path) => isEmpty(join(root, path)))) {
      timer = setTimeout(run, QUIET_MS);
      return;
    }
    isRunning = true;
    const paths = [...edited].sort();
    edited = new Set();
    watchAll();
    await onEdit(paths, async () => {
      // What the system has to tell by now is told first.
      await setImmediate();
      return edited.size === 0;
    });
    isRunning = false;
    if (edited.size > 0 && !isStopped) {
      onBegin();
      timer = setTimeout(run, QUIET_MS);
    }
  }

  function tell(path: string): void {
    if (isStopped || OF_AN_EDITOR.test(path) || !concerns(path)) {
      return;
    }
    if (edited.size === 0) {
      since = performance.now();
      if (!isRunning) {
        onBegin();
      }
    }
    edited.add(path);
    clearTimeout(timer);
    timer = setTimeout(run, QUIET_MS);
  }

  /**
   * Watches every folder there is now, and no file: on Linux the watch of a file, and so a recursive one, ends unnoticed
   * when an editor saves by putting a new file in its place. The new watches begin before the old ones end.
   */
  function watchAll(): void {
    const old = watchers;
    const seen = (path: string) => tell(relative(root, path).split(sep).join('/'));
    watchers = folders.flatMap((folder) => {
      const path = join(root, folder);
      return [
        // A folder that is made anew is told by the one above only.
        ...watchOne(dirname(path), (name) => name === basename(path) && seen(path)),
        ...foldersFrom(path).flatMap((below) => watchOne(below, (name) => seen(join(below, name)))),
      ];
    });
    close(old);
  }

  watchAll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    close(watchers);
  };
}

/** This folder and all below it, but for installed packages. */
function foldersFrom(folder: string): string[] {
  const below = unlessGone(() => readdirSync(folder, { withFileTypes: true }));
  const folders = below?.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  return folders ? [folder, ...folders.flatMap(({ name }) => foldersFrom(join(folder, name)))] : [];
}

function watchOne(folder: string, edited: (name: string) => unknown): FSWatcher[] {
  const watcher = unlessGone(() => watch(folder, (_event, name) => edited(name ?? '')).on('error', () => edited('')));
  return watcher ? [watcher] : [];
}

function isEmpty(path: string): boolean {
  const stats = unlessGone(() => statSync(path));
  return stats?.isFile() === true && stats.size === 0;
}

/** The result of `look`; undefined where a file goes away meanwhile, which the watch of its folder tells. */
function unlessGone<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
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
