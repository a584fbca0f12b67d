import * as fc from 'fast-check';
import { weightOf } from '../../../lambda/pricing/weight';
import { anyPiece } from '../support/shipments';

const piece = (weightKg: number, lengthCm: number, widthCm: number, heightCm: number) => ({
  weightKg,
  lengthCm,
  widthCm,
  heightCm,
});

describe('weightOf', () => {
  test.each([
    ['the actual weight of a dense piece', piece(2.3, 10, 10, 10), { volumetricKg: 0.2, chargeableKg: 2.5 }],
    ['the volume of a bulky piece', piece(2.3, 60, 40, 30), { volumetricKg: 14.4, chargeableKg: 14.5 }],
    ['a full step as it is', piece(2.5, 10, 10, 10), { chargeableKg: 2.5 }],
    ['a gram more as a step more', piece(2.501, 10, 10, 10), { chargeableKg: 3 }],
    ['a full step of volume as it is', piece(0.01, 25, 10, 10), { volumetricKg: 0.5, chargeableKg: 0.5 }],
    ['a millimetre more as a step more', piece(0.01, 25.1, 10, 10), { volumetricKg: 0.502, chargeableKg: 1 }],
    ['the lightest piece as one step', piece(0.01, 1, 1, 1), { volumetricKg: 0.0002, chargeableKg: 0.5 }],
  ])('charges %s', (_what, one, expected) => {
    expect(weightOf([one])).toMatchObject({ actualKg: one.weightKg, ...expected });
  });

  test('is exact where binary fractions are not', () => {
    // 0.1 + 0.2 kg, and 1.1 × 1.1 × 1.1 cm, have no exact floating-point value.
    expect(weightOf([piece(0.1, 1.1, 1.1, 1.1), piece(0.2, 1.1, 1.1, 1.1)])).toEqual({
      actualKg: 0.3,
      volumetricKg: 0.0005324,
      chargeableKg: 1,
      steps: 2,
    });
  });

  test('adds up grams, not fractions of a kilogram', () => {
    const pieces = Array.from({ length: 3 }, () => piece(1.001, 10, 10, 10));
    // 1.001 × 1000 is 1000.9999999999999 in floating point, and three of them are 3.0029999999999997 kg.
    expect(weightOf(pieces).actualKg).toBe(3.003);
  });

  test('compares piece by piece: a dense piece does not carry a bulky one', () => {
    expect(weightOf([piece(10, 10, 10, 10), piece(1, 50, 50, 20)])).toMatchObject({
      actualKg: 11,
      volumetricKg: 10.2,
      chargeableKg: 20,
    });
  });

  test('charges whole half kilograms, and never less than the actual or the volumetric weight', () => {
    fc.assert(
      fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 99 }), (pieces) => {
        const { actualKg, volumetricKg, chargeableKg, steps } = weightOf(pieces);
        expect(chargeableKg).toBe(steps / 2);
        expect(Number.isInteger(steps)).toBe(true);
        expect(chargeableKg).toBeGreaterThanOrEqual(actualKg);
        expect(chargeableKg).toBeGreaterThanOrEqual(volumetricKg);
      }),
    );
  });

  test('does not depend on the order of pieces and sides', () => {
    fc.assert(
      fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 9 }), (pieces) => {
        const turned = pieces
          .map((one) => ({ ...one, lengthCm: one.heightCm, widthCm: one.lengthCm, heightCm: one.widthCm }))
          .reverse();
        expect(weightOf(turned)).toEqual(weightOf(pieces));
      }),
    );
  });
});
