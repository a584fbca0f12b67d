import { columns } from './columns';
import type { Command } from './command';

/** What `--help` prints. */
export function usage({ name, summary, flags, positional, passesOnTo }: Command): string {
  const rows = Object.entries(flags).map(([flag, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    if (spec.type === 'boolean') {
      return [`${short}--${flag}`, spec.describe];
    }
    const choice = spec.oneOf ? `: ${spec.oneOf.join(', ')}` : '';
    const fallback = spec.default === undefined ? '' : ` (default ${spec.default})`;
    const again = spec.multiple ? ' (may be repeated)' : '';
    return [`${short}--${flag} ${spec.value}`, `${spec.describe}${choice}${fallback}${again}`];
  });
  if (positional) {
    rows.unshift([positional.name, positional.describe]);
  }
  if (passesOnTo !== undefined) {
    rows.push(['…', `what else there is goes to ${passesOnTo}`]);
  }
  const taken = rows.length === 0 ? '' : ` -- ${positional ? `[${positional.name}] ` : ''}[flags]`;
  return [summary, '', `  ${name}${taken}`, '', ...columns(rows).map((row) => `  ${row}`)].join('\n').trimEnd();
}
