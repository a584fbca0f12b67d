import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Remembers on disk what was judged without a finding, for the rest of the day (in UTC), since a rule may depend on the
 * date. What has a finding is not kept: it is judged, and reported, each time.
 *
 * Whoever can write to the folder could vouch for a template that was never judged; so keep it where only those can write
 * who can change the app.
 */
export class CleanVerdicts {
  /**
   * @param folder which need not be there. It belongs to this class: what lies in it from other days is removed
   * @param now the time, in milliseconds since 1970
   */
  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /**
   * @param key changes with all that the verdict depends on: the SHA-256 of it, in hexadecimal
   * @returns false, too, where what is kept cannot be read or is not whole
   */
  has(key: string): boolean {
    try {
      return readFileSync(join(this.folder, this.today(), key), 'utf8') === content(key);
    } catch {
      return false;
    }
  }

  /** Keeps a clean verdict. Where that is not possible, it is judged again the next time. */
  add(key: string): void {
    const today = this.today();
    const file = join(this.folder, today, key);
    try {
      mkdirSync(join(this.folder, today), { recursive: true });
      for (const day of readdirSync(this.folder).filter((name) => name !== today)) {
        rmSync(join(this.folder, day), { recursive: true, force: true });
      }
      // Whole or not at all, also beside another synthesis.
      writeFileSync(`${file}.${process.pid}`, content(key));
      renameSync(`${file}.${process.pid}`, file);
    } catch {}
  }

  private today(): string {
    return new Date(this.now()).toISOString().slice(0, 'YYYY-MM-DD'.length);
  }
}

function content(key: string): string {
  return `no findings: ${key}\n`;
}
