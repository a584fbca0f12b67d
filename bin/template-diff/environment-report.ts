import type { Comparison } from './compare-templates';

/**
 * What a reviewer reads of one environment, as Markdown.
 *
 * @param text what `cdk diff` says of it; shown where the templates differ
 * @param maxBytes how long the text may be; the rest is cut at a line
 */
export function environmentReport(name: string, comparison: Comparison, text: string, maxBytes: number): string {
  switch (comparison.kind) {
    case 'same':
      return `### ${name}: no difference`;
    case 'added':
      return `### ${name}: a new environment of ${comparison.resources} resources`;
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
