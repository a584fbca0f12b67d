import { handler } from '../../lambda/handler';
import { is7User } from './support/claims';
import { context, eventOf, TOKEN } from './support/events';
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
const metricLines = () => output.lines().filter((line) => '_aws' in line);

describe('the log', () => {
  test('says who called which route, by the ids of API Gateway and Lambda', async () => {
    await handler(quoteRequest(shipment), context);
    expect(logLines()).toMatchObject([
      {
        level: 'INFO',
        message: 'Answered',
        status: 200,
        route: 'POST /quotes',
        correlation_id: REQUEST_ID,
        function_request_id: context.awsRequestId,
        subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
        client_id: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
      },
    ]);
  });

  test('says of a refusal its status and code, and nothing that the caller sent', async () => {
    await handler(quoteRequest({ ...shipment, origin: 'my-secret', 'my-other-secret': 1 }), context);
    expect(logLines()).toMatchObject([{ level: 'WARN', message: 'Refused', status: 400, code: 'body_invalid' }]);
    expect(output.text()).not.toContain('secret');
  });

  test('forgets the caller after each request', async () => {
    await handler(eventOf('GET /me', { claims: is7User }), context);
    await handler(eventOf('GET /me', { claims: { sub: 'nobody' } }), context);
    await handler(eventOf('GET /health'), context);
    const [first, ...later] = logLines();
    expect(first).toHaveProperty('subject');
    expect(later).toHaveLength(2);
    for (const line of later) {
      expect(line).not.toHaveProperty('subject');
      expect(line).not.toHaveProperty('client_id');
    }
  });

  test('never holds a token, a header or a body, whatever the request comes to', async () => {
    const events = [
      eventOf('GET /health'),
      eventOf('GET /me', { claims: is7User }),
      eventOf('GET /me'),
      eventOf('GET /nowhere', { claims: is7User }),
      quoteRequest(shipment),
      quoteRequest({ teleport: true }),
      eventOf('POST /quotes', { claims: is7User, body: '{"teleport":' }),
      eventOf('POST /quotes', { claims: is7User, body: 'teleport', headers: { 'content-type': 'text/plain' } }),
      { ...eventOf('POST /quotes', { claims: is7User, body: '"teleport"' }), headers: undefined as never },
    ];
    for (const event of events) await handler(event, context);

    expect(logLines()).toHaveLength(events.length);
    for (const secret of [
      TOKEN,
      ...TOKEN.split('.'),
      'Bearer',
      'authorization',
      'PostmanRuntime',
      'weightKg',
      'teleport',
    ]) {
      expect(output.text().toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });

  test('does not hold the event even where Powertools is told to log it', async () => {
    const before = process.env.POWERTOOLS_LOGGER_LOG_EVENT;
    process.env.POWERTOOLS_LOGGER_LOG_EVENT = 'true';
    try {
      await jest.isolateModulesAsync(async () => {
        const isolated: typeof import('../../lambda/handler') = require('../../lambda/handler');
        await isolated.handler(eventOf('GET /me', { claims: is7User }), context);
      });
    } finally {
      if (before === undefined) delete process.env.POWERTOOLS_LOGGER_LOG_EVENT;
      else process.env.POWERTOOLS_LOGGER_LOG_EVENT = before;
    }
    expect(logLines()).toHaveLength(1);
    expect(output.text()).not.toContain(TOKEN);
  });
});

describe('the metrics', () => {
  test.each([
    ['Answered', eventOf('GET /health'), 'GET /health', [['service', 'route']]],
    ['Refused', eventOf('POST /quotes', { claims: is7User, scopes }), 'POST /quotes', [['service', 'route']]],
    // For all routes together, too, because that is what the alarm looks at.
    ['Failed', eventOf('GET /me'), 'GET /me', [['service', 'route'], ['service']]],
  ])('count one %s, by route', async (name, event, route, dimensions) => {
    await handler(event, context);
    expect(metricLines()).toMatchObject([
      {
        _aws: { CloudWatchMetrics: [{ Dimensions: dimensions, Metrics: [{ Name: name, Unit: 'Count' }] }] },
        route,
        [name]: 1,
      },
    ]);
  });

  test('make no dimension of a route key that is none of ours', async () => {
    await handler(eventOf('GET /made-up'), context);
    expect(metricLines()).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] }, Refused: 1 }]);
    expect(metricLines()[0]).not.toHaveProperty('route');
  });

  test('count a failure even of an event without a route', async () => {
    await handler({} as Parameters<typeof handler>[0], context);
    expect(metricLines()).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] }, Failed: 1 }]);
  });
});
