/** A line of a stack trace that leads into Node or a package, not into this project. */
const FOREIGN_FRAME = /^\s+at .*(node:|node_modules|<anonymous>)/;

/**
 * What a failed synthesis printed, without what Node prints around it: the line of its own that threw, frames of
 * packages, its version. A message that stands before the crash, as esbuild's does, says all there is to say.
 */
export function plainFault(printed: string): string {
  const crash = printed.search(/^node:\S+:\d+$/m);
  if (crash > 0) {
    return printed.slice(0, crash).trim();
  }
  return printed
    .replace(/^node:[\s\S]*?\n\n/, '')
    .split('\n')
    .filter((line) => !FOREIGN_FRAME.test(line) && !line.startsWith('Node.js v'))
    .join('\n')
    .trim();
}
