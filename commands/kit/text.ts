import { show } from '../../lib/check/fault';

/** Rows as lines, with each column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A text in lines of at most so many characters, but for words that are longer. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** The index of the first character in which two texts differ. */
export function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at += 1;
  }
  return at;
}

/**
 * A table in Markdown that also reads well as it is.
 *
 * @param align `l` or `r` for each column
 */
export function markdownTable(
  align: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lengthOf = (text = '') => [...text].length;
  const widths = head.map((title, column) => Math.max(3, lengthOf(title), ...rows.map((row) => lengthOf(row[column]))));
  const isRight = (column: number) => align[column] === 'r';
  const line = (row: readonly string[]) =>
    `| ${row
      .map((text, column) => {
        const room = ' '.repeat((widths[column] ?? 0) - lengthOf(text));
        return isRight(column) ? room + text : text + room;
      })
      .join(' | ')} |`;
  const rule = widths.map((width, column) => (isRight(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}

/** A URL for a fault, without what may be a password before an @. */
export function shownUrl(url: string | undefined): string {
  return url?.includes('@') ? 'a URL with a user in it' : show(url);
}
