import type { Command } from './command';

/** What `--help` prints. */
export function usage({ name, summary, flags, positional }: Command): string {
  const rows = Object.entries(flags).map(([flag, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `;
    const value = spec.type === 'string' ? ` ${spec.value}` : '';
    const choice = spec.type === 'string' && spec.oneOf ? `: ${spec.oneOf.join(', ')}` : '';
    const fallback = spec.type === 'string' && spec.default !== undefined ? ` (default ${spec.default})` : '';
    return [`${short}--${flag}${value}`, `${spec.describe}${choice}${fallback}`];
  });
  if (positional) {
    rows.unshift([positional.name, positional.describe]);
  }
  const width = Math.max(0, ...rows.map(([left = '']) => left.length));
  return [
    summary,
    '',
    `  ${name} -- ${positional ? `[${positional.name}] ` : ''}[flags]`,
    '',
    ...rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}
