import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from './command-error';

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
