const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/**
 * A span of time for people, in its two largest units: `2 h 5 min`.
 *
 * @param seconds its sign does not count
 */
export function timeSpan(seconds: number): string {
  let rest = Math.round(Math.abs(seconds));
  const parts = UNITS.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return { count, text: `${count} ${unit}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return first === -1
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .filter(({ count }) => count > 0)
        .map(({ text }) => text)
        .join(' ');
}
