import { createHash } from 'node:crypto';

/** A UUID that is the same for the same name, so that importing a file again replaces what it was. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
