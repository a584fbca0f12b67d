import { GRAMS_PER_STEP, VOLUMETRIC_DIVISOR } from './tariff';

/** A parcel. Its sides may be given in any order. */
export interface Piece {
  /** To the gram. */
  readonly weightKg: number;
  /** To the millimetre, like the other sides. */
  readonly lengthCm: number;
  readonly widthCm: number;
  readonly heightCm: number;
}

/** The weights of a shipment, in kilograms. */
export interface Weight {
  readonly actualKg: number;
  readonly volumetricKg: number;
  /** The weight that is paid for: {@link steps} of the tariff, and not less than either of the others. */
  readonly chargeableKg: number;
  readonly steps: number;
}

/** Each piece counts with the greater of its actual and its volumetric weight, rounded up to the next step. */
export function weightOf(pieces: readonly Piece[]): Weight {
  let grams = 0;
  let cubicMillimetres = 0;
  let steps = 0;
  // Grams and millimetres are whole numbers, in which sums and products are exact.
  for (const { weightKg, lengthCm, widthCm, heightCm } of pieces) {
    const weight = Math.round(weightKg * 1000);
    const volume = Math.round(lengthCm * 10) * Math.round(widthCm * 10) * Math.round(heightCm * 10);
    grams += weight;
    cubicMillimetres += volume;
    // A cm³ per kg is a mm³ per g, so both sides of the comparison are volumes, and nothing is divided before the end.
    steps += Math.ceil(Math.max(weight * VOLUMETRIC_DIVISOR, volume) / (GRAMS_PER_STEP * VOLUMETRIC_DIVISOR));
  }
  return {
    actualKg: grams / 1000,
    volumetricKg: cubicMillimetres / (VOLUMETRIC_DIVISOR * 1000),
    chargeableKg: (steps * GRAMS_PER_STEP) / 1000,
    steps,
  };
}
