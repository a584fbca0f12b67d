import { createTokenBucket } from '../../../local/gateway/throttle';
import { ANSWERS } from './support/code';
import { startTestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html

describe('a token bucket', () => {
  test('gives its burst at once, and then its rate [F133]', () => {
    let now = 0;
    const take = createTokenBucket({ rateLimit: 10, burstLimit: 3 }, () => now);
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
    now = 99;
    expect(take()).toBe(false);
    now = 100;
    expect([take(), take()]).toEqual([true, false]);
    now = 10_000;
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  });

  test('loses nothing when the clock is set back', () => {
    let now = 1000;
    const take = createTokenBucket({ rateLimit: 1, burstLimit: 2 }, () => now);
    take();
    now = 0;
    expect([take(), take()]).toEqual([true, false]);
    now = 1000;
    expect(take()).toBe(true);
  });

  test('of nothing gives nothing', () => {
    expect(createTokenBucket({ rateLimit: 0, burstLimit: 0 }, () => 0)()).toBe(false);
  });
});

describe('throttling', () => {
  const TOO_MANY = {
    status: 429,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Too Many Requests"}',
  };
  const routes = { 'GET /a': {}, 'GET /b': {}, 'GET /own': {}, 'GET /mine': { scopes: [] } };

  test('holds for the routes of a stage together, until time has passed [F133]', async () => {
    let now = 0;
    const stage = { DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } };
    const gateway = await startTestGateway({ routes, stage }, ANSWERS, { now: () => now });
    expect(await gateway.send({ path: '/a' })).toMatchObject({ status: 200 });
    expect(await gateway.send({ path: '/b' })).toMatchObject({ status: 200 });
    expect(await gateway.send({ path: '/a' })).toMatchObject(TOO_MANY);
    expect(gateway.records[2]).toMatchObject({ routeKey: 'GET /a', integrationMs: undefined });
    now = 1000;
    expect(await gateway.send({ path: '/a' })).toMatchObject({ status: 200 });
  });

  test("holds for a route that has settings of its own in place of the stage's [F134]", async () => {
    const stage = {
      DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
      RouteSettings: { 'GET /own': { ThrottlingBurstLimit: 2 } },
    };
    const gateway = await startTestGateway({ routes, stage }, ANSWERS, { now: () => 0 });
    expect(gateway.model.stages[0]?.routeThrottles).toEqual({ 'GET /own': { rateLimit: 1, burstLimit: 2 } });
    const statuses = [];
    for (const path of ['/own', '/own', '/own', '/a', '/a']) {
      statuses.push((await gateway.send({ path })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
  });

  test('comes after the authorizer: a request without a token takes nothing from others [F135]', async () => {
    const stage = { DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } };
    const gateway = await startTestGateway({ routes, stage }, ANSWERS, { now: () => 0 });
    expect(await gateway.send({ path: '/mine' })).toMatchObject({ status: 401 });
    expect(await gateway.send({ path: '/mine', headers: { authorization: 'valid' } })).toMatchObject({ status: 200 });
  });

  test('is not there where the stage says nothing of it [F136]', async () => {
    const gateway = await startTestGateway({ routes }, ANSWERS, { now: () => 0 });
    for (let count = 0; count < 50; count++) {
      expect((await gateway.send({ path: '/a' })).status).toBe(200);
    }
  });
});
