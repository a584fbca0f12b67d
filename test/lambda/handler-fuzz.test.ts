import * as fc from 'fast-check';
import { handler } from '../../lambda/handler';
import type { RequestEvent } from '../../lambda/request-event';
import { anyCharacter } from '../support/any-character';
import { descriptionFaults } from '../support/described';
import { is7User } from './support/claims';
import { context, eventOf } from './support/events';
import { captureOutput } from './support/output';

captureOutput();

/** Also that it holds to what callers are told, where the event is one that API Gateway could send. */
async function expectDescribed(event: RequestEvent, statuses: readonly number[]): Promise<void> {
  const { statusCode, body } = await expectResponse(event, statuses);
  expect(descriptionFaults(event.routeKey, { status: statusCode, body })).toEqual([]);
}

async function expectResponse(event: unknown, statuses: readonly number[]) {
  const response = await handler(event as RequestEvent, context);
  expect(statuses).toContain(response.statusCode);
  expect(Object.keys(response)).toEqual(['statusCode', 'headers', 'body']);
  expect(response.headers['content-type']).toBe('application/json');
  expect(typeof JSON.parse(response.body)).toBe('object');
  return response;
}

/** JSON that resembles a quote request, or nothing much, down to names and values made to hurt. */
const nasty = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800', '💣', '9'.repeat(400), 1e308, -0, 5e-324, [], {}),
);
const piece = fc.record(
  { weightKg: nasty, lengthCm: nasty, widthCm: nasty, heightCm: nasty, ['__proto__']: nasty },
  { requiredKeys: [] },
);
const quoteRequest = fc.record(
  { origin: nasty, destination: nasty, service: nasty, pieces: fc.oneof(nasty, fc.array(fc.oneof(piece, nasty))) },
  { requiredKeys: [] },
);

const asCaller = (parts: Parameters<typeof eventOf>[1]) =>
  eventOf('POST /quotes', { claims: is7User, scopes: ['quotes:write'], ...parts });

describe('whatever a caller sends', () => {
  test('as JSON is answered 200 or 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(quoteRequest, nasty), (body) =>
        expectDescribed(asCaller({ body: JSON.stringify(body) }), [200, 400]),
      ),
    );
  });

  test('as bytes, of any declared type, is answered 4xx', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string(), (bytes, contentType) =>
        expectDescribed(
          asCaller({
            body: Buffer.from(bytes).toString('base64'),
            isBase64Encoded: true,
            headers: { 'content-type': contentType },
          }),
          [400, 415],
        ),
      ),
    );
  });

  test('as text is answered 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), (body) => expectDescribed(asCaller({ body }), [400])),
    );
  });

  test.each([
    ['numbers beyond floating point', '{"origin":1e999,"pieces":[{"weightKg":-1e999,"lengthCm":1e-999}]}'],
    ['deep nesting', `${'['.repeat(16_000)}${']'.repeat(16_000)}`],
    ['deep nesting of objects', `${'{"pieces":'.repeat(2_500)}1${'}'.repeat(2_500)}`],
    ['deep nesting in a member', `{"pieces":[{"weightKg":${'['.repeat(16_000)}${']'.repeat(16_000)}}]}`],
    ['thousands of empty pieces', `{"pieces":[${Array(10_000).fill('{}').join()}]}`],
    ['thousands of unknown members', `{${Array.from({ length: 3_000 }, (_, n) => `"${n}":1`).join()}}`],
    ['a huge number of digits', `{"pieces":[{"weightKg":${'9'.repeat(30_000)}}]}`],
    ['a prototype', '{"__proto__":{"pieces":[]},"constructor":{"prototype":{"origin":"DE"}}}'],
  ])('with %s is answered 400', async (_what, body) => {
    await expectDescribed(asCaller({ body }), [400]);
  });

  test('in a token, as claims, is answered 200 or 403', async () => {
    const claim = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom('[', ']', '[a b]', 'map[sub:x]', '1e400'),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...Object.keys(is7User), 'act', 'scp'), claim), (claims) =>
        expectDescribed(eventOf('GET /me', { claims: { ...is7User, ...claims } }), [200, 403]),
      ),
    );
  });
});

test('any event at all, from whatever invokes the function, is answered', async () => {
  const event = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        routeKey: fc.oneof(fc.constantFrom('GET /health', 'GET /me', 'POST /quotes'), fc.jsonValue()),
        headers: fc.jsonValue(),
        body: fc.jsonValue(),
        isBase64Encoded: fc.jsonValue(),
        requestContext: fc.record(
          {
            authorizer: fc.oneof(fc.record({ jwt: fc.jsonValue() }), fc.jsonValue()),
            requestId: fc.jsonValue(),
            timeEpoch: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(event, async (any) => void (await expectResponse(any, [200, 400, 403, 404, 413, 415, 500]))),
    { numRuns: 500 },
  );
});
