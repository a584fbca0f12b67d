import * as v from 'valibot';
import { type Country, LIMITS, REGION_OF, SERVICES, type Service } from './pricing/tariff';
import { closedObject } from './validated';

const within = ({ min, max, decimals }: Record<'min' | 'max' | 'decimals', number>, unit: string) => {
  const expected = `a number from ${min} to ${max}, in steps of ${1 / 10 ** decimals} (${unit})`;
  const fits = (value: number) => value >= min && value <= max && Number(value.toFixed(decimals)) === value;
  // The description says nothing of steps to a program: most of them take the remainder in binary, which is seldom 0.
  return v.pipe(v.number(expected), v.check(fits, expected), v.metadata({ minimum: min, maximum: max }));
};

const oneOf = <const T extends string>(options: readonly T[]) => v.picklist(options, `one of ${options.join(', ')}`);

const country = oneOf(Object.keys(REGION_OF) as Country[]);
const side = within(LIMITS.sideCm, 'cm');
const Piece = closedObject({ weightKg: within(LIMITS.weightKg, 'kg'), lengthCm: side, widthCm: side, heightCm: side });

const { min, max } = LIMITS.pieces;
const somePieces = `an array of ${min} to ${max} pieces`;

/** The body of `POST /quotes`: a shipment within the limits of the tariff. */
export const QuoteRequest = closedObject({
  origin: country,
  destination: country,
  service: oneOf(Object.keys(SERVICES) as Service[]),
  pieces: v.pipe(
    v.array(Piece, somePieces),
    // Not minLength and maxLength, which are silent as long as a piece has a fault of its own.
    v.rawCheck(({ dataset: { value }, addIssue }) => {
      if (Array.isArray(value) && (value.length < min || value.length > max)) addIssue({ message: somePieces });
    }),
    v.metadata({ minItems: min, maxItems: max }),
  ),
});
