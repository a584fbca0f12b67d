import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFolders } from '../../../commands/start/watch';

let root: string;
let stop: () => void;
/** Resolves at the next call back. */
let called: () => void;

/** What an edit leads to: settles when the watcher calls back after it. */
function callAfter(edit: () => void): Promise<void> {
  const next = new Promise<void>((resolve) => {
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
  stop = watchFolders(root, ['lambda'], async () => called());
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
    await expect(callAfter(() => writeFileSync(file, 'in place'))).resolves.toBeUndefined();
  });

  it('sees edits in a folder that was made meanwhile, and in one that was made anew', async () => {
    const folder = join(root, 'lambda', 'pricing');
    await callAfter(() => mkdirSync(join(root, 'lambda', 'tariff')));
    await callAfter(() => writeFileSync(join(root, 'lambda', 'tariff', 'tariff.ts'), 'new'));
    await callAfter(() => rmSync(folder, { recursive: true }));
    await callAfter(() => mkdirSync(folder));
    await expect(callAfter(() => writeFileSync(join(folder, 'price.ts'), 'new'))).resolves.toBeUndefined();
  });
});
