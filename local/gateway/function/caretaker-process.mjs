// A process that outlives the gateway's, however that ends, and leaves nothing of it behind: it ends the processes of
// functions, one that is busy too, and removes temporary files and folders. caretaker.ts is the other side.
// Takes a line of JSON for each thing that it must know; the end of its input is the end of the gateway.

import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { createInterface } from 'node:readline';

/** @typedef {import('./caretaker.js').ToCaretaker} ToCaretaker */

/** The processes that go with each path. @type {Map<string, Set<number>>} */
const kept = new Map();

/** The paths that a process has used. @type {Set<string>} */
const used = new Set();

// Whoever ends the gateway may send this to every process there is; it has work to do yet.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}

createInterface({ input: process.stdin })
  .on('line', (line) => take(JSON.parse(line)))
  .on('close', () => {
    for (const path of kept.keys()) {
      clear(path);
    }
    process.exit();
  });

/** @param {ToCaretaker} message */
function take({ path, started, ended, orphansOf, clear: isOver }) {
  const pids = kept.get(path) ?? new Set();
  kept.set(path, pids);
  if (started !== undefined) {
    pids.add(started);
    used.add(path);
  }
  if (ended !== undefined) {
    pids.delete(ended);
  }
  if (orphansOf !== undefined) {
    endProcessesOf(orphansOf);
  }
  if (isOver) {
    clear(path);
    // The gateway waits for the line, unless it is gone.
    process.stdout.write(`${JSON.stringify(path)}\n`);
  }
}

process.stdout.on('error', () => {});

/** @param {string} path */
function clear(path) {
  const pids = kept.get(path) ?? new Set();
  kept.delete(path);
  for (const pid of pids) {
    end(pid);
  }
  if (used.delete(path)) {
    endProcessesOf(path);
  }
  try {
    remove(path);
  } catch {
    try {
      openFolders(path);
      remove(path);
    } catch {
      // Not even its owner may.
    }
  }
}

/** @param {number} pid */
function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/**
 * Ends the processes that a function has started, and that outlived it: the paths of their environment are the function's,
 * or, where they were given another environment, their folder is.
 *
 * @param {string} path
 */
function endProcessesOf(path) {
  for (const { pid, environment, folder } of processes()) {
    if ((environment.includes(path) || `${folder}${sep}`.startsWith(path + sep)) && pid !== process.pid) {
      end(pid);
    }
  }
}

/** Of each process its environment variables and, on Linux, its working directory, as far as this one may see them. */
function processes() {
  if (process.platform === 'darwin') {
    const lines = execFileSync('/bin/ps', ['-axEww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    return lines.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), environment: line, folder: '' }));
  }
  if (process.platform !== 'linux') {
    return [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return {
          pid: Number(name),
          environment: readFileSync(`/proc/${name}/environ`, 'utf8'),
          folder: folderOf(name),
        };
      } catch {
        // Another user's, or it has ended.
        return { pid: Number(name), environment: '', folder: '' };
      }
    });
}

/**
 * The working directory of a process that takes no input from a terminal: one that does, such as a shell, is somebody's
 * who looks around there.
 *
 * @param {string} pid
 */
function folderOf(pid) {
  const input = linkOf(`/proc/${pid}/fd/0`);
  return /^\/dev\/(pts\/|tty)/.test(input) ? '' : linkOf(`/proc/${pid}/cwd`);
}

/** @param {string} path */
function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** @param {string} path */
function remove(path) {
  // A process that was ended a moment ago may still be writing.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
}

/**
 * Nothing can be removed from a folder that is read-only.
 *
 * @param {string} folder
 */
function openFolders(folder) {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      openFolders(join(folder, entry.name));
    }
  }
}
