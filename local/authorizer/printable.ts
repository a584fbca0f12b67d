import type { Json } from './decision';
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
