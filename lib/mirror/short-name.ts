import { createHash } from 'node:crypto';

/** The length of the hash that tells names apart of which the end is cut off. */
const HASH = 8;

/**
 * A name that is unique in an account, for a resource that takes no name from CloudFormation or a shorter one than a stack has.
 *
 * @param name that of the stack
 * @param longest in characters, at least 10
 */
export function shortName(name: string, longest: number): string {
  if (name.length <= longest) {
    return name;
  }
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return `${name.slice(0, longest - HASH - 1).replace(/-+$/, '')}-${hash}`;
}
