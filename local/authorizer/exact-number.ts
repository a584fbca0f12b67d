/**
 * A number that a double cannot be trusted with, as it is written in the document: `12345678901234567890`, which a double
 * makes 12345678901234567000 of.
 */
export class ExactNumber {
  constructor(readonly text: string) {
    Object.freeze(this);
  }

  /** Makes `Number(…)` of it the nearest double, too. */
  toString(): string {
    return this.text;
  }

  /** JSON.stringify can write no such number, so that it writes its text. */
  toJSON(): string {
    return this.text;
  }
}

/**
 * A number of a JSON document: as a double where that keeps its value and, for a greater one than 2^53, could not have
 * kept any other.
 *
 * @param literal - as JSON writes numbers
 * @throws RangeError when it is beyond all doubles
 */
export function numberOf(literal: string): number | ExactNumber {
  const number = Number(literal);
  if (!Number.isFinite(number)) {
    throw new RangeError('a number beyond all doubles');
  }
  const isHeld = Math.abs(number) <= Number.MAX_SAFE_INTEGER && decimalOf(String(number)) === decimalOf(literal);
  return isHeld ? number : new ExactNumber(literal);
}

/** The normal form of a number, the same for all ways to write it: its sign, its digits without zeros at either end, its exponent. */
function decimalOf(literal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return significant === ''
    ? '0'
    : `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
