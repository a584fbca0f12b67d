import fc from 'fast-check';
import { ExactNumber } from '../../../local/authorizer/exact-number';
import { isJsonObject, jsonText, strictJson } from '../../../local/authorizer/strict-json';

const read = (text: string) => strictJson(Buffer.from(text));

describe('a number of a document', () => {
  test.each([
    '12345678901234567890',
    '-12345678901234567890',
    '9007199254740993',
    '1000000000000000000000',
    '1e21',
    '1.7976931348623157e308',
    '0.12345678901234567890123',
    '1788938046.123456789012345',
    '1e-400',
  ])('that a double would alter, or could have altered, is kept as it is written: %s [F157]', (literal) => {
    expect(read(`{"a":[${literal}],"b":"${literal}"}`)).toEqual({ a: [new ExactNumber(literal)], b: literal });
  });

  test.each([
    ['0', 0],
    ['-0', -0],
    ['1', 1],
    ['1.0', 1],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['0.1', 0.1],
    ['1E-7', 1e-7],
    ['1788938046.123456', 1788938046.123456],
    ['9007199254740991', 9007199254740991],
  ])('that a double holds is one: %s', (literal, number) => {
    expect(read(literal)).toBe(number);
  });

  test.each(['1e400', '-1e400', '{"a":[1e999]}', `1${'0'.repeat(400)}`])(
    'beyond all doubles makes it no JSON: %s',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  test.each([
    '012345678901234567890',
    '{"a":1 12345678901234567890}',
    '[12345678901234567890',
    '-',
    '1.e5',
    '1-2',
    '"1e400',
  ])('does not make JSON of what is none: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('within a string is not one', () => {
    expect(read('{"1e400":"12345678901234567890 \\" 1e400"}')).toEqual({ '1e400': '12345678901234567890 " 1e400' });
  });

  test('that is kept is neither an object nor open to change', () => {
    const number = read('12345678901234567890');
    expect(isJsonObject(number)).toBe(false);
    expect(Object.isFrozen(number)).toBe(true);
  });

  test('is written as it was read, whatever its size', () => {
    fc.assert(
      fc.property(fc.bigInt(), (number) => {
        expect(jsonText(read(`[${number}]`) ?? null)).toBe(`[${number}]`);
      }),
    );
  });
});

test('a document is read as JSON.parse reads it, and written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const json = read(text) ?? null;
      expect(JSON.parse(jsonText(json))).toEqual(JSON.parse(text));
      expect(jsonText(json)).toBe(text);
    }),
  );
});
