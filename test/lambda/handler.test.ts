import { handler } from '../../lambda/handler';
import { DESCRIBED, descriptionFaults } from '../support/described';
import { is7User, is511Client } from './support/claims';
import { context, eventOf } from './support/events';
import { captureOutput } from './support/output';

const REQUEST_ID = 'JKJaXmPLvHcESHA=';
const scopes = ['openid', 'quotes:write'];
const shipment = {
  origin: 'DE',
  destination: 'LK',
  service: 'express',
  pieces: [{ weightKg: 2.3, lengthCm: 30, widthCm: 30, heightCm: 20 }],
};
const quoteRequest = (body: unknown) =>
  eventOf('POST /quotes', { claims: is7User, scopes, body: JSON.stringify(body) });

const output = captureOutput();
const logLines = () => output.lines().filter((line) => 'level' in line);

async function answerTo(event: Parameters<typeof handler>[0]) {
  const { statusCode, headers, body } = await handler(event, context);
  expect(headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  const { routeKey = '' } = event;
  if (DESCRIBED.includes(routeKey)) {
    expect(descriptionFaults(routeKey, { status: statusCode, body })).toEqual([]);
  }
  return { status: statusCode, body: JSON.parse(body) };
}

describe('the routes', () => {
  test('GET /health answers without a token', async () => {
    expect(await answerTo(eventOf('GET /health'))).toEqual({ status: 200, body: { status: 'ok' } });
  });

  test('GET /me answers who the caller is', async () => {
    expect(await answerTo(eventOf('GET /me', { claims: is511Client }))).toMatchObject({
      status: 200,
      body: { subject: 'admin@carbon.super', kind: 'application', expiresAt: '2025-04-14T22:13:56.000Z' },
    });
  });

  test("POST /quotes answers a quote for the caller's client, at the time API Gateway got the request", async () => {
    expect(await answerTo(quoteRequest(shipment))).toMatchObject({
      status: 200,
      body: {
        id: context.awsRequestId,
        issuedTo: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
        issuedAt: '2025-04-14T22:13:56.573Z',
        total: '130.97',
      },
    });
  });

  test('POST /quotes reads a body that API Gateway delivers in base64', async () => {
    const body = Buffer.from(JSON.stringify(shipment)).toString('base64');
    const headers = { 'content-type': 'application/vnd.quotes+json' };
    const event = eventOf('POST /quotes', { claims: is7User, scopes, body, headers, isBase64Encoded: true });
    expect(await answerTo(event)).toMatchObject({ status: 200, body: { total: '130.97' } });
  });
});

describe('refusals', () => {
  test('a body with faults is 400 with every fault and the request id', async () => {
    expect(await answerTo(quoteRequest({ ...shipment, service: 'teleport', pieces: [] }))).toEqual({
      status: 400,
      body: {
        message: 'The request body has 2 faults. Correct what is listed and try again.',
        code: 'body_invalid',
        faults: [
          { path: 'body.service', got: '"teleport"', expected: 'one of economy, standard, express' },
          { path: 'body.pieces', got: 'an array of 0', expected: 'an array of 1 to 99 pieces' },
        ],
        requestId: REQUEST_ID,
      },
    });
  });

  test('a missing body is 400 without faults', async () => {
    expect(await answerTo(eventOf('POST /quotes', { claims: is7User, scopes }))).toEqual({
      status: 400,
      body: { message: 'The request has no body. Send a JSON object.', code: 'body_missing', requestId: REQUEST_ID },
    });
  });

  test('a token that does not say who calls is 403', async () => {
    const { azp: _, client_id: __, ...claims } = is7User;
    expect(await answerTo(eventOf('GET /me', { claims }))).toEqual({
      status: 403,
      body: {
        message: 'The access token is valid but does not say who calls. Use an access token of WSO2 Identity Server.',
        code: 'claims_missing',
        faults: [{ path: 'client_id', got: 'nothing', expected: 'the client id, here or in azp' }],
        requestId: REQUEST_ID,
      },
    });
  });

  test.each(['DELETE /me', '$default', 'constructor', '__proto__', ''])(
    'the route key "%s" is 404',
    async (routeKey) => {
      expect(await answerTo(eventOf(routeKey, { claims: is7User }))).toEqual({
        status: 404,
        body: { message: 'Not Found', code: 'not_found', requestId: REQUEST_ID },
      });
    },
  );
});

describe('failures', () => {
  const INTERNAL = { message: 'Internal Server Error', code: 'internal_error', requestId: REQUEST_ID };

  test.each(['GET /me', 'POST /quotes'])(
    '%s without an authorizer is 500, and only the log says why',
    async (routeKey) => {
      const event = eventOf(routeKey, { body: JSON.stringify(shipment) });
      expect(await answerTo(event)).toEqual({ status: 500, body: INTERNAL });
      expect(logLines()).toMatchObject([
        {
          level: 'ERROR',
          message: 'Failed',
          status: 500,
          correlation_id: REQUEST_ID,
          error: { message: expect.stringContaining('attach the authorizer to the route') },
        },
      ]);
    },
  );

  test('an event of another format is 500, with the id of the invocation', async () => {
    const event = {} as Parameters<typeof handler>[0];
    expect(await answerTo(event)).toEqual({ status: 500, body: { ...INTERNAL, requestId: context.awsRequestId } });
  });
});
