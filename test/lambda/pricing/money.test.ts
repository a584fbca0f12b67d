import * as fc from 'fast-check';
import { decimal, perMille } from '../../../lambda/pricing/money';

describe('money', () => {
  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [50, '0.50'],
    [123405, '1234.05'],
  ])('writes %d cents as %s', (cents, text) => {
    expect(decimal(cents)).toBe(text);
  });

  test.each([
    [100, 125, 13],
    [100, 124, 12],
    [4, 125, 1],
    [3, 125, 0],
    [490, 1000, 490],
    [0, 210, 0],
  ])('rounds half up: of %d cents, %d per mille are %d', (cents, rate, share) => {
    expect(perMille(cents, rate)).toBe(share);
  });

  const cents = fc.nat(100_000_000);

  test('writes what reads back as the same cents', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(decimal(amount)).toMatch(/^\d+\.\d\d$/);
        expect(Number(decimal(amount).replace('.', ''))).toBe(amount);
      }),
    );
  });

  test('rounds by half a cent at most, and a half upwards', () => {
    fc.assert(
      fc.property(cents, fc.nat(2000), (amount, rate) => {
        // In thousandths of a cent, where the exact share is a whole number.
        const error = BigInt(perMille(amount, rate)) * 1000n - BigInt(amount) * BigInt(rate);
        expect(error > -500n && error <= 500n).toBe(true);
      }),
    );
  });
});
