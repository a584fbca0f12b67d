const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let lastSecond = Number.NaN;
let lastText = '';

/**
 * A time in the Common Log Format, UTC: `14/Apr/2025:22:13:56 +0000`.
 *
 * @param time - in milliseconds since 1970
 */
export function requestTime(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    const date = new Date(time);
    const day = String(date.getUTCDate()).padStart(2, '0');
    const clock = date.toISOString().slice(11, 19);
    lastText = `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
    lastSecond = second;
  }
  return lastText;
}
