import { CommandError } from './command-error';

/**
 * Puts text between the markers of a Markdown file, `<!-- NAME -->` and `<!-- /NAME -->`, in place of what stands there.
 *
 * @param file what the file is called in a fault
 * @returns the whole file
 * @throws CommandError where the file does not have each marker once, in this order
 */
export function withMarkedBlock(content: string, name: string, text: string, file: string): string {
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
