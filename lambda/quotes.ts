import * as v from 'valibot';
import { CURRENCY, decimal } from './pricing/money';
import { type PriceLine, priceOf } from './pricing/price';
import { type Country, LIMITS, REGION_OF, SERVICES, type Service, VALID_HOURS, type Zone } from './pricing/tariff';
import { closedObject, validated } from './validated';

/** `POST /quotes`' answer. Amounts are text with two decimals, in `currency`. Times are ISO 8601, UTC. */
export interface Quote {
  readonly id: string;
  /** The client id the quote was made for. */
  readonly issuedTo: string;
  readonly issuedAt: string;
  /** From then on the price may differ. */
  readonly validUntil: string;
  readonly service: Service;
  readonly zone: Zone;
  /** Working days from pick-up to delivery, at most. */
  readonly workingDays: number;
  readonly weight: { readonly actualKg: number; readonly volumetricKg: number; readonly chargeableKg: number };
  readonly currency: typeof CURRENCY;
  readonly lines: readonly {
    readonly code: PriceLine['code'];
    readonly description: string;
    readonly amount: string;
  }[];
  /** Exactly the sum of the lines. */
  readonly total: string;
}

/** The parts of a quote besides its price. */
export interface QuoteStamp {
  readonly id: string;
  readonly issuedTo: string;
  readonly now: Date;
}

const within = ({ min, max, decimals }: Record<'min' | 'max' | 'decimals', number>, unit: string) => {
  const expected = `a number from ${min} to ${max}, in steps of ${1 / 10 ** decimals} (${unit})`;
  const fits = (value: number) => value >= min && value <= max && Number(value.toFixed(decimals)) === value;
  return v.pipe(v.number(expected), v.check(fits, expected));
};

const oneOf = <const T extends string>(options: readonly T[]) => v.picklist(options, `one of ${options.join(', ')}`);

const country = oneOf(Object.keys(REGION_OF) as Country[]);
const side = within(LIMITS.sideCm, 'cm');
const Piece = closedObject({ weightKg: within(LIMITS.weightKg, 'kg'), lengthCm: side, widthCm: side, heightCm: side });

const { min, max } = LIMITS.pieces;
const somePieces = `an array of ${min} to ${max} pieces`;

const QuoteRequest = closedObject({
  origin: country,
  destination: country,
  service: oneOf(Object.keys(SERVICES) as Service[]),
  pieces: v.pipe(
    v.array(Piece, somePieces),
    // Not minLength and maxLength, which are silent as long as a piece has a fault of its own.
    v.rawCheck(({ dataset: { value }, addIssue }) => {
      if (Array.isArray(value) && (value.length < min || value.length > max)) addIssue({ message: somePieces });
    }),
  ),
});

/**
 * `POST /quotes`: what it costs to carry a shipment. Nothing is kept; the same request and stamp give the same quote.
 *
 * @throws HttpError 400 `body_invalid` with every fault.
 */
export function quotes(body: unknown, { id, issuedTo, now }: QuoteStamp): Quote {
  const shipment = validated(QuoteRequest, body);
  const { zone, weight, lines, totalCents } = priceOf(shipment);
  return {
    id,
    issuedTo,
    issuedAt: now.toISOString(),
    validUntil: new Date(now.getTime() + VALID_HOURS * 3_600_000).toISOString(),
    service: shipment.service,
    zone,
    workingDays: SERVICES[shipment.service].workingDays[zone],
    weight: {
      actualKg: weight.actualKg,
      volumetricKg: weight.volumetricKg,
      chargeableKg: weight.chargeableKg,
    },
    currency: CURRENCY,
    lines: lines.map(({ code, description, cents }) => ({ code, description, amount: decimal(cents) })),
    total: decimal(totalCents),
  };
}
