import type { Json } from './decision';
import { createRecent } from './recent';
import { jsonText } from './strict-json';

const DEFAULT_LIMIT = 200;

/**
 * Text from outside, made safe to show on a terminal and in a log line: printable ASCII, everything else escaped as in
 * JSON, cut at `limit` characters.
 *
 * @param limit - in characters; default 200
 */
export function printable(text: string, limit = DEFAULT_LIMIT): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}...` : text;
  if (/^[\x20-\x7e]*$/.test(cut)) {
    return cut;
  }
  return cut.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A claim or a member of a document with its name and its value as JSON, or that there is none. */
export function printableMember(name: string, value: Json | undefined): string {
  return value === undefined ? `no ${name}` : printable(`${name} ${jsonText(value)}`);
}

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
