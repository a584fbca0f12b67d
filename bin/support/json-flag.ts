import type { Flags } from './flags';

/** The flag for programs. */
export const JSON_FLAG = {
  json: { type: 'boolean', describe: 'print one JSON value instead of text' },
} as const satisfies Flags;

/** The JSON that {@link JSON_FLAG} prints. Escaped as JSON allows, so that nothing in it can steer a terminal. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
