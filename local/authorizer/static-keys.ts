import type { Json } from './decision';
import { createLookup, readKeySet } from './key-set';
import type { KeySource } from './keys';

/**
 * The keys of a key set that is at hand, so that a token can be explained offline.
 *
 * @param document - the parsed key set
 * @param name - where it is from, for messages: a file name
 * @throws Error when the document is not a key set
 */
export function createStaticKeys(document: Json, name: string): KeySource {
  const keySet = readKeySet(document);
  if (!keySet) {
    throw new Error(`${name} is not a JSON Web Key Set: expected a JSON object whose "keys" is an array`);
  }
  const find = createLookup(keySet, {
    discovery: `not asked: keys given in ${name}`,
    keys: `${keySet.usable.size} usable key(s) in ${name}`,
  });
  return { find };
}
