import { decimal, perMille } from './money';
import { type Country, OVERSIZE, RATE_OF, REGION_OF, SERVICES, type Service, ZONE_BETWEEN, type Zone } from './tariff';
import { type Piece, type Weight, weightOf } from './weight';

/** A shipment within the limits of the tariff. */
export interface Shipment {
  readonly origin: Country;
  readonly destination: Country;
  readonly service: Service;
  /** At least one. */
  readonly pieces: readonly Piece[];
}

/** A part of a price. */
export interface PriceLine {
  readonly code: 'transport' | 'fuel' | 'oversize';
  readonly description: string;
  readonly cents: number;
}

/** The price of a shipment, with its parts. */
export interface Price {
  readonly zone: Zone;
  readonly weight: Weight;
  /** Transport and fuel always, oversize where a piece is. */
  readonly lines: readonly PriceLine[];
  /** Exactly the sum of the lines: each line is rounded, the total is not. */
  readonly totalCents: number;
}

/** The price of a shipment, by the tariff. */
export function priceOf({ origin, destination, service, pieces }: Shipment): Price {
  const { rate, fuel } = SERVICES[service];
  const zone = origin === destination ? 1 : ZONE_BETWEEN[REGION_OF[origin]][REGION_OF[destination]];
  const { firstCents, furtherCents } = RATE_OF[zone];
  const weight = weightOf(pieces);

  const transportCents = perMille(firstCents + (weight.steps - 1) * furtherCents, rate);
  const lines: PriceLine[] = [
    { code: 'transport', description: `${service}, zone ${zone}, ${weight.chargeableKg} kg`, cents: transportCents },
    { code: 'fuel', description: `${fuel / 10} % of transport`, cents: perMille(transportCents, fuel) },
  ];
  const oversize = pieces.filter(isOversize).length;
  if (oversize > 0) {
    const description = `${oversize} × ${decimal(OVERSIZE.feeCents)}`;
    lines.push({ code: 'oversize', description, cents: oversize * OVERSIZE.feeCents });
  }
  return { zone, weight, lines, totalCents: lines.reduce((total, { cents }) => total + cents, 0) };
}

function isOversize({ weightKg, lengthCm, widthCm, heightCm }: Piece): boolean {
  return weightKg > OVERSIZE.aboveKg || Math.max(lengthCm, widthCm, heightCm) > OVERSIZE.aboveCm;
}
