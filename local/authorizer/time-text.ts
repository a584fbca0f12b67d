import { createRecent } from './recent';

// Writing dates is the dearest part of a decision about a remembered token, and nearly always the same few dates.
const texts = createRecent<number, string>(4000);

/**
 * A time for people: ISO 8601, UTC, the second that it falls in.
 *
 * @param seconds - since 1970
 * @throws RangeError when a Date cannot hold it
 */
export function timeText(seconds: number): string {
  const whole = Math.floor(seconds);
  const known = texts.get(whole);
  if (known !== undefined) {
    return known;
  }
  const text = new Date(whole * 1000).toISOString().replace('.000Z', 'Z');
  texts.set(whole, text);
  return text;
}
