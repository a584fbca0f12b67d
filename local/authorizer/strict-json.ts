import type { Json } from './decision';

/** A JSON object, as opposed to the other JSON values. */
export type JsonObject = { readonly [name: string]: Json };

// Fatal: bytes that are not UTF-8 are refused, not replaced. A byte order mark is kept, and so refused by JSON.parse.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The JSON value that the bytes hold, frozen all through, so that it can be shared between requests.
 *
 * Of members with the same name the last one counts, as RFC 7519 section 4 allows and Go's decoder does.
 *
 * @returns undefined when the bytes are not UTF-8 or not JSON
 */
export function strictJson(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(utf8.decode(bytes), (_name, value: Json) => Object.freeze(value));
  } catch {
    return undefined;
  }
}

/** Whether the value is a JSON object: not null, not an array, not a scalar. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
