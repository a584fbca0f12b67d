import * as fc from 'fast-check';
import type { Shipment } from '../../../lambda/pricing/price';
import { type Country, LIMITS, REGION_OF, SERVICES, type Service } from '../../../lambda/pricing/tariff';
import type { Piece } from '../../../lambda/pricing/weight';

const within = ({ min, max, decimals }: Record<'min' | 'max' | 'decimals', number>) => {
  const scale = 10 ** decimals;
  return fc.integer({ min: min * scale, max: max * scale }).map((value) => value / scale);
};

const side = within(LIMITS.sideCm);

/** Any piece the tariff carries. */
export const anyPiece: fc.Arbitrary<Piece> = fc.record({
  weightKg: within(LIMITS.weightKg),
  lengthCm: side,
  widthCm: side,
  heightCm: side,
});

/** Any shipment the tariff carries. */
export const anyShipment: fc.Arbitrary<Shipment> = fc.record({
  origin: fc.constantFrom(...(Object.keys(REGION_OF) as Country[])),
  destination: fc.constantFrom(...(Object.keys(REGION_OF) as Country[])),
  service: fc.constantFrom(...(Object.keys(SERVICES) as Service[])),
  pieces: fc.array(anyPiece, { minLength: LIMITS.pieces.min, maxLength: LIMITS.pieces.max }),
});
