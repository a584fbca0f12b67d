/**
 * The word that somebody most likely meant: the known one that differs least from what was written, in a third of its
 * letters at most.
 *
 * @returns undefined where none is near
 */
export function closest(written: string, known: readonly string[]): string | undefined {
  const rated = known
    .map((word) => ({ word, distance: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance);
  const [best] = rated;
  return best && best.distance <= Math.max(1, Math.floor(written.length / 3)) ? best.word : undefined;
}

/** The number of letters to insert, delete, change or swap with the next one to get from one text to another. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const isSwapped = index > 0 && column > 1 && letter === to[column - 2] && from[index - 1] === to[column - 1];
      next.push(
        Math.min(
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
