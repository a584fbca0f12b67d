import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFolders } from '../../../commands/start/watch';

const FILE = 'lambda/pricing/price.ts';

let root: string;
let stop: () => void;
/** Resolves at the next call back. */
let called: (paths: readonly string[]) => void;

/** Settles when the watcher calls back after an edit. */
function callAfter(edit: () => void): Promise<readonly string[]> {
  const next = new Promise<readonly string[]>((resolve) => {
    called = resolve;
  });
  edit();
  return next;
}

/** As most editors save: a new file takes the place of the old one. */
function replace(file: string): void {
  writeFileSync(`${file}.new`, 'edited');
  renameSync(`${file}.new`, file);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(root, 'lambda', 'pricing'), { recursive: true });
  writeFileSync(join(root, 'lambda', 'pricing', 'price.ts'), 'as it was');
  stop = watchFolders({ root, folders: ['lambda'], onEdit: async (paths) => called(paths) });
});

afterEach(() => {
  stop();
  rmSync(root, { recursive: true });
});

describe('the watch of folders', () => {
  it('sees each save of an editor that puts a new file in the place of the old one', async () => {
    const file = join(root, 'lambda', 'pricing', 'price.ts');
    await callAfter(() => replace(file));
    await callAfter(() => replace(file));
    await expect(callAfter(() => writeFileSync(file, 'in place'))).resolves.toEqual([FILE]);
  });

  it('sees edits in a folder that was made meanwhile, and in one that was made anew', async () => {
    const folder = join(root, 'lambda', 'pricing');
    await callAfter(() => mkdirSync(join(root, 'lambda', 'tariff')));
    await callAfter(() => writeFileSync(join(root, 'lambda', 'tariff', 'tariff.ts'), 'new'));
    await callAfter(() => rmSync(folder, { recursive: true }));
    await callAfter(() => mkdirSync(folder));
    await expect(callAfter(() => writeFileSync(join(folder, 'price.ts'), 'new'))).resolves.toEqual([FILE]);
  });

  it('takes an emptied file for one that is being written, and tells it once when it is', async () => {
    const file = join(root, FILE);
    const told = callAfter(() => writeFileSync(file, ''));
    setTimeout(() => writeFileSync(file, 'written'), 200);
    expect(await told).toEqual([FILE]);
    expect(readFileSync(file, 'utf8')).toBe('written');
  });

  it('tells a save in several steps once, and each step that comes after it was told', async () => {
    stop();
    const file = join(root, FILE);
    const read: string[] = [];
    const done = new Promise<void>((resolve) => {
      stop = watchFolders({
        root,
        folders: ['lambda'],
        onEdit: async (_, isStillSo) => {
          read.push(`${readFileSync(file, 'utf8')}, ${(await isStillSo()) ? 'still so' : 'edited since'}`);
          if (read.length === 1) {
            writeFileSync(file, 'a late step');
          } else {
            resolve();
          }
        },
      });
    });
    writeFileSync(file, '');
    writeFileSync(file, 'half of');
    writeFileSync(file, 'half of it, and the rest');
    await done;
    expect(read).toEqual(['half of it, and the rest, still so', 'a late step, still so']);
  });

  it('does not see what an editor keeps beside a file', async () => {
    const told = callAfter(() => {
      writeFileSync(join(root, 'lambda', '.price.ts.swp'), 'kept');
      writeFileSync(join(root, 'lambda', 'price.ts~'), 'kept');
      writeFileSync(join(root, FILE), 'edited');
    });
    expect(await told).toEqual([FILE]);
  });

  it('says at once that it has begun, and of edits during a call that what was read is no longer so', async () => {
    stop();
    const events: string[] = [];
    const done = new Promise<void>((resolve) => {
      stop = watchFolders({
        root,
        folders: ['lambda'],
        onBegin: () => events.push('begin'),
        onEdit: async (_, isStillSo) => {
          if (events.filter((event) => event !== 'begin').length === 0) {
            writeFileSync(join(root, FILE), 'edited meanwhile');
            await new Promise((wait) => setTimeout(wait, 20));
          }
          events.push((await isStillSo()) ? 'still so' : 'edited since');
          if (events.at(-1) === 'still so') {
            resolve();
          }
        },
      });
    });
    writeFileSync(join(root, FILE), 'edited');
    await done;
    expect(events).toEqual(['begin', 'edited since', 'begin', 'still so']);
  });
});
