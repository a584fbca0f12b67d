import fc from 'fast-check';
import { pathFaults, repeatedRoutes } from '../../../lib/api/route-rules';
import { anyCharacter } from '../../support/any-character';

const literal = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/);
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);

/** Paths as API Gateway takes them: literals and parameters of distinct names, a greedy one at the end or none. */
const path = fc
  .tuple(fc.array(literal, { maxLength: 5 }), fc.uniqueArray(name, { maxLength: 4 }), fc.boolean())
  .map(([literals, names, greedy]) => {
    const parameters = names.map((parameter, index) =>
      greedy && index === names.length - 1 ? `{${parameter}+}` : `{${parameter}}`,
    );
    return `/${[...literals, ...parameters].join('/')}`;
  });

test('every path of the grammar is taken', () => {
  fc.assert(fc.property(path, (valid) => expect(pathFaults(valid)).toEqual([])));
});

test('a path is refused as soon as one segment is not of the grammar', () => {
  const broken = fc.constantFrom(
    '',
    ' ',
    '{',
    '}',
    '{}',
    '{a',
    'a}',
    '{a b}',
    'a{b}',
    '{a}{b}',
    '{+}',
    '{a++}',
    'ä',
    'a%',
    'a b',
    '{a/b}',
  );
  fc.assert(
    fc.property(path, broken, path, (before, segment, after) => {
      expect(pathFaults(`${before === '/' ? '' : before}/${segment}${after}`)).not.toEqual([]);
    }),
  );
});

test('whatever is given, the answer is advice, not an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      for (const { expected, fix } of pathFaults(text)) {
        expect(expected).not.toBe('');
        expect(fix).not.toBe('');
      }
    }),
  );
});

test('renaming parameters never makes another route', () => {
  fc.assert(
    fc.property(path, (valid) => {
      const renamed = valid.replace(/\{[a-z0-9_]+/g, (parameter) => `${parameter}x`);
      expect(
        repeatedRoutes([
          { method: 'GET', path: valid },
          { method: 'GET', path: renamed },
        ]),
      ).toHaveLength(1);
      expect(
        repeatedRoutes([
          { method: 'GET', path: valid },
          { method: 'PUT', path: renamed },
        ]),
      ).toHaveLength(0);
    }),
  );
});
