import * as v from 'valibot';
import { CURRENCY } from '../pricing/money';
import { SERVICES, type Service, VALID_HOURS } from '../pricing/tariff';
import { QuoteRequest } from '../quote-request';
import { content, type Operation } from './operation';

const text = (description: string) => v.pipe(v.string(), v.description(description));
const time = (description: string) => v.pipe(v.string(), v.isoTimestamp(), v.description(description));
const amount = (description: string) =>
  v.pipe(v.string(), v.regex(/^\d+\.\d{2}$/), v.description(`${description}, in the currency, with two decimals`));
const kilograms = (description: string) => v.pipe(v.number(), v.minValue(0), v.description(`${description}, in kg`));

/** The answer of `POST /quotes`. Amounts are text, because most readers take a JSON number for binary floating point. */
const Quote = v.strictObject({
  id: text('The id of the quote, which leads to the lines of the log'),
  issuedTo: text('The client id that the quote was made for'),
  issuedAt: time('When it was made'),
  validUntil: time(`${VALID_HOURS} hours later; from then on the price may differ`),
  service: v.picklist(Object.keys(SERVICES) as Service[]),
  zone: v.pipe(v.picklist([1, 2, 3, 4, 5]), v.description('The zone of the tariff, from the nearest to the farthest')),
  workingDays: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.description('Working days from pick-up to delivery, at most'),
  ),
  weight: v.strictObject({
    actualKg: kilograms('The weight of all pieces'),
    volumetricKg: kilograms('The weight that their volume is charged like'),
    chargeableKg: kilograms('The weight that is paid for'),
  }),
  currency: v.literal(CURRENCY),
  lines: v.pipe(
    v.array(
      v.strictObject({
        code: v.picklist(['transport', 'fuel', 'oversize']),
        description: text('The line for people'),
        amount: amount('The amount'),
      }),
    ),
    v.description('The parts of the price'),
  ),
  total: amount('Exactly the sum of the lines'),
});

/** @see {@link quotes} */
export type Quote = v.InferOutput<typeof Quote>;

/** `POST /quotes` */
export const quotes = {
  id: 'createQuote',
  tag: 'Quotes',
  summary: 'Says what it costs to carry a shipment',
  description: 'Nothing is kept.',
  body: content({
    name: 'QuoteRequest',
    description: 'The shipment',
    schema: QuoteRequest,
    examples: {
      parcel: {
        origin: 'DE',
        destination: 'FR',
        service: 'standard',
        pieces: [{ weightKg: 2.5, lengthCm: 30, widthCm: 20, heightCm: 10 }],
      },
    },
  }),
  answer: content({
    name: 'Quote',
    description: 'The quote',
    schema: Quote,
    examples: {
      parcel: {
        id: '5f1c7e0e-1111-4222-8333-444455556666',
        issuedTo: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
        issuedAt: '2025-04-14T22:13:56.573Z',
        validUntil: '2025-04-17T22:13:56.573Z',
        service: 'standard',
        zone: 2,
        workingDays: 3,
        weight: { actualKg: 2.5, volumetricKg: 1.2, chargeableKg: 2.5 },
        currency: 'EUR',
        lines: [
          { code: 'transport', description: 'standard, zone 2, 2.5 kg', amount: '12.40' },
          { code: 'fuel', description: '12.5 % of transport', amount: '1.55' },
        ],
        total: '13.95',
      },
    },
  }),
} as const satisfies Operation;
