import type { Quote } from './operations/quotes';
import { CURRENCY, decimal } from './pricing/money';
import { priceOf } from './pricing/price';
import { SERVICES, VALID_HOURS } from './pricing/tariff';
import { QuoteRequest } from './quote-request';
import { validated } from './validated';

/** The parts of a quote besides its price. */
export interface QuoteStamp {
  readonly id: string;
  readonly issuedTo: string;
  readonly now: Date;
}

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
