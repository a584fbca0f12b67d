import { randomUUID } from 'node:crypto';
import type { Json } from './decision';
import { ExactNumber, numberOf } from './exact-number';

/** A JSON object, as opposed to the other JSON values. */
export type JsonObject = { readonly [name: string]: Json };

// Fatal: bytes that are not UTF-8 are refused, not replaced. A byte order mark is kept, and so refused by JSON.parse.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The strings and numbers of a JSON text, of which only the numbers are looked at. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
/** Stands before a number that JSON.parse is given as a string. Nobody else knows it, so that no other string has it. */
const MARK = randomUUID();

/**
 * The JSON value that the bytes hold, frozen all through, so that it can be shared between requests. A number that a
 * double would alter is kept as it is written.
 *
 * Of members with the same name the last one counts, as RFC 7519 section 4 allows and Go's decoder does.
 *
 * @returns undefined when the bytes are not UTF-8 or not JSON, or hold a number beyond all doubles
 */
export function strictJson(bytes: Uint8Array): Json | undefined {
  try {
    const text = utf8.decode(bytes);
    const marked = text.replace(STRING_OR_NUMBER, (token) =>
      token.startsWith('"') || !(numberOf(token) instanceof ExactNumber) ? token : `"${MARK}${token}"`,
    );
    if (marked !== text) {
      // What is not JSON could have become JSON.
      JSON.parse(text);
    }
    return JSON.parse(marked, (_name, value: Json) =>
      typeof value === 'string' && value.startsWith(MARK)
        ? new ExactNumber(value.slice(MARK.length))
        : Object.freeze(value),
    );
  } catch {
    return undefined;
  }
}

/** A value as JSON, its numbers as they were written. */
export function jsonText(value: Json): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return isJsonObject(value)
    ? `{${Object.entries(value)
        .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
        .join(',')}}`
    : `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
}

/** True where the value is a JSON object: not null, not an array, not a scalar. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
