import * as fc from 'fast-check';

/** The code points in the midst of Unicode that are no characters. */
const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode, for `fc.string({ unit: anyCharacter })`: the same strings as of `unit: 'binary'`, down to those
 * that fast-check calls dangerous. It looks their characters up in a table of all million, which takes it a second to make.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (text) => {
    const [character = '', ...more] = String(text);
    const code = character.codePointAt(0);
    if (code === undefined || more.length > 0) {
      throw new Error('not one character');
    }
    return code < SURROGATES.first ? code : code - SURROGATES.count;
  },
);
