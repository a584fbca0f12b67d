import { randomUUID } from 'node:crypto';
import { constants, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { keep } from './caretaker';

/** The folders of one execution environment. */
export interface EnvironmentFolders {
  /** The function's code, which stands for `/var/task`. All environments of a function share it. */
  readonly taskRoot: string;
  /** Empty at first. */
  readonly home: string;
  /** The folder that stands for `/tmp`. Empty at first. */
  readonly temp: string;
}

/** The folders in which a function's environments run. */
export interface TaskRoot {
  /** Makes the folders of another environment. */
  addEnvironment(): EnvironmentFolders;
  /** Removes the folders of one that ended. */
  removeEnvironment(folders: EnvironmentFolders): Promise<void>;
  processStarted(pid: number): void;
  /** Ends the processes that the ended one had started. */
  processEnded(pid: number, folders: EnvironmentFolders): void;
  /** Ends the processes and removes everything. */
  clear(): Promise<void>;
}

/** The packages that Lambda's runtime for Node.js ships. */
const SHIPPED_SCOPES = ['@aws-sdk', '@smithy'];

/** A {@link TaskRoot} whose code is still to come: processes can start in it meanwhile. */
export interface EmptyTaskRoot extends TaskRoot {
  /**
   * Copies a function's code to where it runs, once: a function that writes there, which on Lambda is read-only, does not
   * reach the files that it was copied from. The copy is read-only too, which does not hold for root.
   *
   * The AWS SDK that Lambda ships is found where the code brings none: beside the copy are links to what the project of
   * the code, or else this one, has in its `node_modules`.
   *
   * @param projectDir - whose `node_modules` are looked at when those above the code have no such package. Default: the
   * working directory
   * @throws Error when the code cannot be copied
   */
  fill(codeDir: string, projectDir?: string): Promise<void>;
}

/** @throws Error when the folder cannot be made */
export function createEmptyTaskRoot(): EmptyTaskRoot {
  // Its real path, because that is what a process is told as its working directory.
  const kept = keep(join(realpathSync(tmpdir()), `http-api-function-${randomUUID()}`));
  const taskRoot = join(kept.path, 'task');
  try {
    // For nobody else to read.
    mkdirSync(kept.path, { mode: 0o700 });
    mkdirSync(taskRoot);
  } catch (error) {
    void kept.clear();
    throw error;
  }
  return {
    ...environmentsIn(kept.path, taskRoot),
    async fill(codeDir, projectDir = process.cwd()) {
      linkShipped(join(kept.path, 'node_modules'), [dirname(codeDir), projectDir]);
      await copyReadOnly(await realpath(codeDir), taskRoot);
    },
    processStarted: kept.processStarted,
    processEnded: (pid, { home }) => kept.processEnded(pid, dirname(home) + sep),
    clear: kept.clear,
  };
}

/** {@link EmptyTaskRoot} with the code in it. */
export async function createTaskRoot(codeDir: string, projectDir?: string): Promise<TaskRoot> {
  const root = createEmptyTaskRoot();
  try {
    await root.fill(codeDir, projectDir);
  } catch (error) {
    await root.clear();
    throw error;
  }
  return root;
}

function environmentsIn(path: string, taskRoot: string): Pick<TaskRoot, 'addEnvironment' | 'removeEnvironment'> {
  let count = 0;
  return {
    addEnvironment() {
      count += 1;
      const [home, temp] = [join(path, String(count), 'home'), join(path, String(count), 'tmp')];
      mkdirSync(home, { recursive: true });
      mkdirSync(temp);
      return { taskRoot, home, temp };
    },
    async removeEnvironment({ home }) {
      // What it leaves goes with the rest at the end.
      await rm(dirname(home), { recursive: true, force: true }).catch(() => {});
    },
  };
}

/**
 * Copies a folder and takes the right to write from the copy. A link that leads out of the folder is followed, as it is
 * when an asset is zipped.
 *
 * @param above - the folders that this one is in, itself included
 * @throws Error when something cannot be read, or a link leads back to a folder that it is in: there would be no end
 */
async function copyReadOnly(from: string, to: string, root = from, above: readonly string[] = [from]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const { name } of await readdir(from, { withFileTypes: true })) {
    const target = join(to, name);
    const source = await realpath(join(from, name));
    const link = await readlink(join(from, name)).catch(() => undefined);
    const facts = await stat(source);
    if (link !== undefined && source.startsWith(root + sep) && !link.startsWith(sep)) {
      await symlink(link, target);
    } else if (facts.isDirectory()) {
      if (above.includes(source)) {
        throw new Error(`the link ${join(from, name)} leads back to ${source}, which it is in`);
      }
      await copyReadOnly(source, target, link === undefined ? root : source, [...above, source]);
    } else if (facts.isFile()) {
      // Shares the disk's blocks until one is written, where the file system can.
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, facts.mode & 0o555);
    }
  }
  await chmod(to, 0o555);
}

/** Links to what {@link SHIPPED_SCOPES} have where Node.js would look from one of these folders, the nearest first. */
function linkShipped(nodeModules: string, folders: readonly string[]): void {
  const places = [...new Set(folders.flatMap(withParents))];
  for (const scope of SHIPPED_SCOPES) {
    const shipped = places.map((folder) => join(folder, 'node_modules', scope)).filter((path) => existsSync(path));
    const [only, another] = shipped;
    if (only !== undefined && another === undefined) {
      mkdirSync(nodeModules, { recursive: true });
      symlinkSync(only, join(nodeModules, scope), 'junction');
    } else if (only !== undefined) {
      linkPackages(join(nodeModules, scope), shipped);
    }
  }
}

/** A scope of several places: a link to each of its packages. */
function linkPackages(scope: string, places: readonly string[]): void {
  const packages = new Map<string, string>();
  for (const place of places) {
    for (const name of readdirSync(place)) {
      packages.set(name, packages.get(name) ?? join(place, name));
    }
  }
  mkdirSync(scope, { recursive: true });
  for (const [name, path] of packages) {
    symlinkSync(path, join(scope, name), 'junction');
  }
}

function withParents(folder: string): string[] {
  const parent = dirname(resolve(folder));
  return parent === resolve(folder) ? [parent] : [resolve(folder), ...withParents(parent)];
}
