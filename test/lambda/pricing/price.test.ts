import * as fc from 'fast-check';
import { priceOf, type Shipment } from '../../../lambda/pricing/price';
import { type Country, LIMITS, REGION_OF, type Region, ZONE_BETWEEN } from '../../../lambda/pricing/tariff';
import { anyPiece, anyShipment } from '../support/shipments';

const parcel = { weightKg: 2.3, lengthCm: 30, widthCm: 20, heightCm: 10 };
const shipment = (parts: Partial<Shipment> = {}): Shipment => ({
  origin: 'DE',
  destination: 'FR',
  service: 'standard',
  pieces: [parcel],
  ...parts,
});

describe('priceOf', () => {
  test.each<[string, Country, Country, number, number]>([
    ['within a country', 'DE', 'DE', 1, 630],
    ['within a country outside the union', 'LK', 'LK', 1, 630],
    ['within the union', 'DE', 'FR', 2, 1240],
    ['into the rest of Europe', 'DE', 'CH', 3, 2060],
    ['between countries of the rest of Europe', 'GB', 'NO', 3, 2060],
    ['within the Americas', 'US', 'BR', 3, 2060],
    ['over the Atlantic', 'FR', 'US', 4, 3710],
    ['within Asia and the Pacific', 'LK', 'NZ', 4, 3710],
    ['to the other side of the earth', 'GB', 'AU', 5, 4895],
  ])('knows the zone and rate %s', (_where, origin, destination, zone, cents) => {
    const price = priceOf(shipment({ origin, destination }));
    expect(price.zone).toBe(zone);
    expect(price.lines[0]).toEqual({ code: 'transport', description: `standard, zone ${zone}, 2.5 kg`, cents });
  });

  test.each([
    // 12.40 × 0.8 = 9.92; 9.5 % = 0.9424
    ['economy', 992, '9.5 % of transport', 94],
    // 12.40; 12.5 % = 1.55
    ['standard', 1240, '12.5 % of transport', 155],
    // 12.40 × 1.75 = 21.70; 21 % = 4.557
    ['express', 2170, '21 % of transport', 456],
  ] as const)('knows the rate and the fuel surcharge of %s', (service, transport, description, fuel) => {
    expect(priceOf(shipment({ service }))).toMatchObject({
      lines: [
        { code: 'transport', cents: transport },
        { code: 'fuel', description, cents: fuel },
      ],
      totalCents: transport + fuel,
    });
  });

  test('adds a fee for each piece that is too heavy or too long, on which no fuel is charged', () => {
    const pieces = [parcel, { ...parcel, weightKg: 31.501 }, { ...parcel, widthCm: 120.1 }];
    const { lines, totalCents } = priceOf(shipment({ pieces }));
    expect(lines[1]?.cents).toBe(Math.floor(((lines[0]?.cents ?? 0) * 125 + 500) / 1000));
    expect(lines[2]).toEqual({ code: 'oversize', description: '2 × 18.00', cents: 3600 });
    expect(totalCents).toBe((lines[0]?.cents ?? 0) + (lines[1]?.cents ?? 0) + 3600);
  });

  test('adds no fee at the limits of weight and length', () => {
    expect(priceOf(shipment({ pieces: [{ ...parcel, weightKg: 31.5, heightCm: 120 }] })).lines).toHaveLength(2);
  });

  test('sums its lines exactly, in whole cents above zero', () => {
    fc.assert(
      fc.property(anyShipment, (any) => {
        const { lines, totalCents } = priceOf(any);
        for (const { cents } of lines) {
          expect(Number.isSafeInteger(cents)).toBe(true);
          expect(cents).toBeGreaterThan(0);
        }
        expect(totalCents).toBe(lines.reduce((sum, { cents }) => sum + cents, 0));
      }),
    );
  });

  test('never falls when a piece grows', () => {
    const measures = ['weightKg', 'lengthCm', 'widthCm', 'heightCm'] as const;
    fc.assert(
      fc.property(anyShipment, fc.constantFrom(...measures), fc.nat(5000), (any, measure, thousandths) => {
        const [first = parcel, ...others] = any.pieces;
        const { max, decimals } = measure === 'weightKg' ? LIMITS.weightKg : LIMITS.sideCm;
        const grown = Math.min(max, Number((first[measure] + thousandths / 1000).toFixed(decimals)));
        const heavier = { ...any, pieces: [{ ...first, [measure]: grown }, ...others] };
        expect(priceOf(heavier).totalCents).toBeGreaterThanOrEqual(priceOf(any).totalCents);
      }),
    );
  });

  test('rises with each further piece', () => {
    fc.assert(
      fc.property(anyShipment, anyPiece, (any, piece) => {
        const larger = { ...any, pieces: [...any.pieces, piece] };
        expect(priceOf(larger).totalCents).toBeGreaterThan(priceOf(any).totalCents);
      }),
    );
  });

  test('is the same both ways, and rises from economy to express', () => {
    fc.assert(
      fc.property(anyShipment, (any) => {
        const { origin, destination, service } = any;
        expect(priceOf({ ...any, origin: destination, destination: origin, service })).toEqual(priceOf(any));
        const [economy, standard, express] = (['economy', 'standard', 'express'] as const).map(
          (level) => priceOf({ ...any, service: level }).totalCents,
        );
        expect(economy).toBeLessThan(standard ?? 0);
        expect(standard).toBeLessThan(express ?? 0);
      }),
    );
  });
});

describe('the tariff', () => {
  test('has the same zone both ways between any two regions', () => {
    const regions = Object.keys(ZONE_BETWEEN) as Region[];
    for (const a of regions) {
      for (const b of regions) {
        expect(ZONE_BETWEEN[a][b]).toBe(ZONE_BETWEEN[b][a]);
      }
    }
  });

  test('names countries by their ISO code, each region with some', () => {
    expect(Object.keys(REGION_OF).filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect(new Set(Object.values(REGION_OF))).toEqual(new Set(Object.keys(ZONE_BETWEEN)));
  });
});
