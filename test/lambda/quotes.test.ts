import * as fc from 'fast-check';
import { HttpError } from '../../lambda/http-error';
import type { Quote } from '../../lambda/operations/quotes';
import { quotes } from '../../lambda/quotes';
import { anyShipment } from './support/shipments';

const stamp = { id: 'q-1', issuedTo: 'client-1', now: new Date('2025-04-14T22:13:56.573Z') };
const piece = { weightKg: 2.3, lengthCm: 130, widthCm: 30, heightCm: 20 };
const request = { origin: 'DE', destination: 'LK', service: 'express', pieces: [piece] };

const COUNTRIES =
  'one of AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK, ' +
  'CH, GB, IS, LI, NO, BR, CA, MX, US, AU, CN, HK, IN, JP, KR, LK, NZ, SG';
const SERVICES = 'one of economy, standard, express';
const PIECES = 'an array of 1 to 99 pieces';
const WEIGHT = 'a number from 0.01 to 70, in steps of 0.001 (kg)';
const SIDE = 'a number from 1 to 270, in steps of 0.1 (cm)';

describe('POST /quotes', () => {
  test('quotes a shipment', () => {
    expect(quotes(request, stamp)).toEqual({
      id: 'q-1',
      issuedTo: 'client-1',
      issuedAt: '2025-04-14T22:13:56.573Z',
      validUntil: '2025-04-17T22:13:56.573Z',
      service: 'express',
      zone: 5,
      workingDays: 4,
      weight: { actualKg: 2.3, volumetricKg: 15.6, chargeableKg: 16 },
      currency: 'EUR',
      lines: [
        { code: 'transport', description: 'express, zone 5, 16 kg', amount: '288.84' },
        { code: 'fuel', description: '21 % of transport', amount: '60.66' },
        { code: 'oversize', description: '1 × 18.00', amount: '18.00' },
      ],
      total: '367.50',
    } satisfies Quote);
  });

  test('quotes every shipment within the limits, with amounts that sum to the total as text', () => {
    fc.assert(
      fc.property(anyShipment, (shipment) => {
        // As it arrives: what JSON cannot carry must not matter.
        const { lines, total } = quotes(JSON.parse(JSON.stringify(shipment)), stamp);
        const cents = (amount: string) => BigInt(amount.replace('.', ''));
        expect(lines.reduce((sum, { amount }) => sum + cents(amount), 0n)).toBe(cents(total));
      }),
    );
  });

  test.each([
    [null, 'null'],
    ['text', '"text"'],
    [7, '7'],
    [true, 'true'],
  ])('refuses %p, which is no object', (body, got) => {
    const expected = 'an object with origin, destination, service, pieces';
    expect(faultsOf(body)).toEqual([{ path: 'body', got, expected }]);
  });

  test.each([{}, []])('lists every member that is missing from %j', (body) => {
    expect(faultsOf(body)).toEqual([
      { path: 'body.origin', got: 'nothing', expected: COUNTRIES },
      { path: 'body.destination', got: 'nothing', expected: COUNTRIES },
      { path: 'body.service', got: 'nothing', expected: SERVICES },
      { path: 'body.pieces', got: 'nothing', expected: PIECES },
    ]);
  });

  test('lists every fault at once, of every piece', () => {
    const body = {
      origin: 'de',
      destination: 'ATLANTIS-IS-A-COUNTRY-THAT-NOBODY-HAS-FOUND-YET',
      service: null,
      pieces: [
        { ...piece, weightKg: 0 },
        { ...piece, weightKg: '2', lengthCm: 271, color: 'red' },
        7,
        { widthCm: [1] },
      ],
      Service: 'express',
      toString: {},
    };
    expect(faultsOf(body)).toEqual([
      { path: 'body.origin', got: '"de"', expected: COUNTRIES },
      { path: 'body.destination', got: '"ATLANTIS-IS-A-COUNTRY-THAT-NOBODY-HAS-FO…"', expected: COUNTRIES },
      { path: 'body.service', got: 'null', expected: SERVICES },
      { path: 'body.pieces[0].weightKg', got: '0', expected: WEIGHT },
      { path: 'body.pieces[1].weightKg', got: '"2"', expected: WEIGHT },
      { path: 'body.pieces[1].lengthCm', got: '271', expected: SIDE },
      {
        path: 'body.pieces[1].color',
        got: '"red"',
        expected: 'nothing; the members are weightKg, lengthCm, widthCm, heightCm',
      },
      { path: 'body.pieces[2]', got: '7', expected: 'an object with weightKg, lengthCm, widthCm, heightCm' },
      { path: 'body.pieces[3].weightKg', got: 'nothing', expected: WEIGHT },
      { path: 'body.pieces[3].lengthCm', got: 'nothing', expected: SIDE },
      { path: 'body.pieces[3].widthCm', got: 'an array of 1', expected: SIDE },
      { path: 'body.pieces[3].heightCm', got: 'nothing', expected: SIDE },
      {
        path: 'body.Service',
        got: '"express"',
        expected: 'nothing; the members are origin, destination, service, pieces',
      },
      {
        path: 'body.toString',
        got: 'an object',
        expected: 'nothing; the members are origin, destination, service, pieces',
      },
    ]);
  });

  test.each([
    [-1, '-1'],
    [0.009, '0.009'],
    [70.001, '70.001'],
    [2.3001, '2.3001'],
    [1e-300, '1e-300'],
    [1e300, '1e+300'],
    // What JSON.parse makes of 1e999.
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('refuses a weight of %d', (weightKg, got) => {
    expect(faultsOf({ ...request, pieces: [{ ...piece, weightKg }] })).toEqual([
      { path: 'body.pieces[0].weightKg', got, expected: WEIGHT },
    ]);
  });

  test.each([
    [[], 'an array of 0'],
    [Array(100).fill(piece), 'an array of 100'],
    [{ 0: piece, length: 1 }, 'an object'],
  ])('refuses too few or too many pieces, or none at all', (pieces, got) => {
    expect(faultsOf({ ...request, pieces })).toEqual([{ path: 'body.pieces', got, expected: PIECES }]);
  });

  test("drops members named like a prototype's, and changes no prototype", () => {
    const body = JSON.parse('{"__proto__":{"origin":"DE"},"constructor":{"prototype":{"polluted":1}},"prototype":1}');
    expect(quotes({ ...body, ...request }, stamp)).toEqual(quotes(request, stamp));
    expect(faultsOf(JSON.parse('{"__proto__":{"polluted":1}}'))).toHaveLength(4);
    expect({}).not.toHaveProperty('polluted');
  });

  test('counts all faults and lists the first hundred', () => {
    const refusal = refusalOf({ ...request, pieces: Array(5000).fill(0) });
    expect(refusal.message).toBe('The request body has 5001 faults. The first 100 are listed.');
    expect(refusal.faults).toHaveLength(100);
  });

  test('says what to do, in the singular and in the plural', () => {
    expect(refusalOf(0).message).toBe('The request body has 1 fault. Correct what is listed and try again.');
    expect(refusalOf({}).message).toBe('The request body has 4 faults. Correct what is listed and try again.');
  });
});

function refusalOf(body: unknown): HttpError {
  try {
    quotes(body, stamp);
  } catch (error) {
    if (error instanceof HttpError) {
      expect(error).toMatchObject({ status: 400, code: 'body_invalid' });
      return error;
    }
    throw error;
  }
  throw new Error('expected a refusal');
}

function faultsOf(body: unknown): HttpError['faults'] {
  return refusalOf(body).faults;
}
