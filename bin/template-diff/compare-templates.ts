import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate } from '../support/template-of';

/** How one template came from another. */
export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'added' | 'removed'; readonly resources: number }
  | { readonly kind: 'changed'; readonly added: number; readonly removed: number; readonly changed: number };

/**
 * Counts the resources that differ.
 *
 * @param before undefined where there was no such environment
 * @param after undefined where there is none any more
 */
export function compareTemplates(before: StackTemplate | undefined, after: StackTemplate | undefined): Comparison {
  const [old, now] = [before?.Resources ?? {}, after?.Resources ?? {}];
  if (before === undefined || after === undefined) {
    return after === undefined
      ? { kind: 'removed', resources: Object.keys(old).length }
      : { kind: 'added', resources: Object.keys(now).length };
  }
  if (isDeepStrictEqual(before, after)) {
    return { kind: 'same' };
  }
  return {
    kind: 'changed',
    added: Object.keys(now).filter((id) => !(id in old)).length,
    removed: Object.keys(old).filter((id) => !(id in now)).length,
    changed: Object.keys(now).filter((id) => id in old && !isDeepStrictEqual(old[id], now[id])).length,
  };
}
