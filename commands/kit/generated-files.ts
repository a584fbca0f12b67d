import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError, type CommandIo, type Flags } from './command';

/** The flag that keeps a command which makes files from writing them. */
export const CHECK_FLAG = {
  check: { type: 'boolean', describe: 'write nothing; exit code 1 where a file is not as it would be written' },
} as const satisfies Flags;

/** Files that a command generates. */
export interface GeneratedFiles {
  /** The command: `npm run postman`. */
  readonly by: string;
  /** Text by file name, below the project's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The value of {@link CHECK_FLAG}. */
  readonly check: boolean;
}

/**
 * Writes files, or only looks whether they are as they would be written.
 *
 * @throws CommandError with every file that is not, where it only looks
 */
export function writeOrCheck(
  { by, files, check }: GeneratedFiles,
  { out, root }: Pick<CommandIo, 'out' | 'root'>,
): void {
  const all = Object.entries(files).map(([name, content]) => {
    const path = join(root, name);
    return { name, path, content, found: existsSync(path) ? readFileSync(path, 'utf8') : undefined };
  });
  const stale = all.filter(({ content, found }) => found !== content);
  if (check && stale.length > 0) {
    throw new CommandError(
      stale.map(({ name, found }) => ({
        what: name,
        got: found === undefined ? 'no such file' : 'another content',
        expected: `what ${by} writes`,
        fix: `run ${by}`,
      })),
    );
  }
  for (const { name, path, content } of all) {
    if (!check) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    out(`${check ? 'current:' : 'wrote'} ${name}`);
  }
}

/**
 * A Markdown file with other text between two of its markers, `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @param file its name, below `root`
 * @returns what the whole file would be
 * @throws CommandError where the file does not have each marker once, in this order
 */
export function withMarkedBlock(root: string, file: string, name: string, text: string): string {
  const content = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, inside, ...more] = content.split(open);
  const [, after, ...rest] = (inside ?? '').split(close);
  if (before === undefined || after === undefined || more.length > 0 || rest.length > 0) {
    throw new CommandError([
      {
        what: file,
        got: 'a file without the two markers, or with more of them',
        expected: `${open} and after it ${close}, each once`,
        fix: 'put the two lines where the text belongs',
      },
    ]);
  }
  return `${before}${open}\n\n${text}\n\n${close}${after}`;
}
