import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate } from '../project/template';

/**
 * The report on one environment for a reviewer, as Markdown.
 *
 * @param text what `cdk diff` says of it; shown where the templates differ
 * @param maxBytes how long the text may be; the rest is cut at a line
 */
export function environmentReport(name: string, comparison: Comparison, text: string, maxBytes: number): string {
  switch (comparison.kind) {
    case 'same':
      return `### ${name}: no difference`;
    case 'added':
      return `### ${name}: a new stack of ${comparison.resources} resources`;
    case 'removed':
      return `### ${name}: no longer there\n\nNothing deletes its stack of ${comparison.resources} resources; docs/delivery.md says how.`;
    default: {
      const { added, removed, changed } = comparison;
      const cut = cutAtLine(text, maxBytes);
      const fence = fenceFor(cut);
      return [
        `### ${name}: ${added} added, ${removed} removed, ${changed} changed`,
        '',
        `${fence}text`,
        cut,
        fence,
        ...(cut.length < text.length
          ? ['', 'The rest is too long for a summary: run this command on your machine.']
          : []),
      ].join('\n');
    }
  }
}

/** A template may hold backticks; longer ones fence them in. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

function cutAtLine(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) {
    return text;
  }
  const whole = Buffer.from(text).subarray(0, maxBytes).toString('utf8');
  return whole.slice(0, Math.max(0, whole.lastIndexOf('\n')));
}

/** The change from one template to another. */
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
