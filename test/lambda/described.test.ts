import * as fc from 'fast-check';
import { exampleBody } from '../../commands/project/operations';
import { callerOf } from '../../lambda/caller';
import { handler } from '../../lambda/handler';
import { me } from '../../lambda/me';
import { operations } from '../../lambda/operations';
import type { Shipment } from '../../lambda/pricing/price';
import { schemaFaults } from '../support/described';
import { is7User, is511Client } from './support/claims';
import { context, eventOf } from './support/events';
import { captureOutput } from './support/output';
import { anyShipment } from './support/shipments';

captureOutput();

const BODY = ['components', 'schemas', 'QuoteRequest'];

async function statusOf(body: unknown): Promise<number> {
  const event = eventOf('POST /quotes', { claims: is7User, scopes: ['quotes:write'], body: JSON.stringify(body) });
  return (await handler(event, context)).statusCode;
}

describe('what callers are told of a body', () => {
  const { pieces, ...request } = exampleBody('POST /quotes') as Shipment;
  const [piece] = pieces;
  const withPiece = (more: object) => ({ ...request, pieces: [{ ...piece, ...more }] });

  test('lets through whatever the function takes', async () => {
    await fc.assert(
      fc.asyncProperty(anyShipment, async (shipment) => {
        expect(schemaFaults(JSON.parse(JSON.stringify(shipment)), ...BODY)).toEqual([]);
        expect(await statusOf(shipment)).toBe(200);
      }),
      {
        numRuns: 30,
        examples: [
          [withPiece({ weightKg: 0.01, lengthCm: 1, widthCm: 1, heightCm: 1 }) as never],
          [withPiece({ weightKg: 70, lengthCm: 270, widthCm: 270, heightCm: 270 }) as never],
          [{ ...request, pieces: Array(99).fill(piece) } as never],
        ],
      },
    );
  });

  test.each<[string, unknown, string[]]>([
    ['a weight below the least', withPiece({ weightKg: 0.009 }), ['/pieces/0/weightKg must be >= 0.01']],
    ['a weight above the most', withPiece({ weightKg: 70.001 }), ['/pieces/0/weightKg must be <= 70']],
    ['a side above the most', withPiece({ widthCm: 271 }), ['/pieces/0/widthCm must be <= 270']],
    ['a number as text', withPiece({ heightCm: '1' }), ['/pieces/0/heightCm must be number']],
    ['no piece', { ...request, pieces: [] }, ['/pieces must NOT have fewer than 1 items']],
    ['a hundred pieces', { ...request, pieces: Array(100).fill(piece) }, ['/pieces must NOT have more than 99 items']],
    ['a country of another list', { ...request, pieces: [piece], origin: 'XX' }, [expect.stringContaining('/origin')]],
    ['a member too many', { ...request, pieces: [piece], notes: '' }, [' must NOT have additional properties']],
    ['a member too few', { ...request }, [" must have required property 'pieces'"]],
    ['no object', [], [' must be object']],
  ])('refuses, as the function does, %s', async (_what, body, faults) => {
    expect(schemaFaults(body, ...BODY)).toEqual(faults);
    expect(await statusOf(body)).toBe(400);
  });
});

describe('the examples', () => {
  test('of a quote are what the function answers to the example body', async () => {
    const [quote] = Object.values(operations['POST /quotes'].answer.examples);
    const claims = { ...is7User, client_id: quote?.issuedTo };
    const body = JSON.stringify(exampleBody('POST /quotes'));
    const event = eventOf('POST /quotes', { claims, scopes: ['quotes:write'], body });
    expect(JSON.parse((await handler(event, context)).body)).toEqual(quote);
  });

  test.each([
    ['user', is7User],
    ['application', is511Client],
  ] as const)('of a caller are what the function answers to a token: %s', (name, claims) => {
    const answer = JSON.parse(JSON.stringify(me(callerOf(eventOf('GET /me', { claims })))));
    expect(answer).toEqual(operations['GET /me'].answer.examples[name]);
  });
});
