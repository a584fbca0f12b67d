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
