import { ANSWERS } from './support/code';
import { startTestGateway } from './support/test-gateway';

// The function sees a path that was decoded twice. What API Gateway selects the route by is not recorded.

describe('a path that is encoded twice', () => {
  const routes = {
    'GET /admin': { scopes: [] },
    'GET /files/{name}': {},
    'GET /files/{name}/secret': { scopes: [] },
    'GET /open/{proxy+}': {},
    'ANY /{proxy+}': {},
  };

  test.each([
    ['/%2561dmin', 'ANY /{proxy+}', 'GET /admin'],
    ['/files/a%252Fsecret', 'GET /files/{name}', 'GET /files/{name}/secret'],
    ['/files/a%252Fb', 'GET /files/{name}', 'ANY /{proxy+}'],
    ['/open/%252e%252e/admin', 'GET /open/{proxy+}', 'no route'],
    ['/open/%252Fadmin', 'GET /open/{proxy+}', 'no route'],
  ])('is refused where it has another route after each decoding: %s [F35]', async (path, once, twice) => {
    const gateway = await startTestGateway({ routes }, ANSWERS);
    const reason = `the path is encoded twice: decoded once it has ${once}, decoded again ${twice}, and which of them API Gateway selects is not known`;
    expect(await gateway.send({ path, headers: { authorization: 'valid' } })).toMatchObject({
      status: 501,
      body: JSON.stringify({ message: 'Not Implemented', reason }),
    });
    expect(gateway.records).toMatchObject([{ status: 501, routeKey: undefined, integrationMs: undefined, reason }]);
  });

  test('is refused where a stage is named after one decoding only [F35]', async () => {
    const stage = { StageName: 'dev' };
    const others = {
      Root: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' } },
    };
    const gateway = await startTestGateway({ routes: { 'ANY /{proxy+}': {} }, stage, others }, ANSWERS);
    expect((await gateway.send({ path: '/dev/a' })).status).toBe(200);
    expect((await gateway.send({ path: '/d%2565v/a' })).status).toBe(501);
  });

  test('is served where both decodings have the same route [F35]', async () => {
    const gateway = await startTestGateway({ routes }, ANSWERS);
    expect((await gateway.send({ path: '/files/a%2520b' })).status).toBe(200);
    expect((await gateway.send({ path: '/open/a%252Fb' })).status).toBe(200);
    expect(gateway.records).toMatchObject([
      { path: '/files/a b', routeKey: 'GET /files/{name}' },
      { path: '/open/a/b', routeKey: 'GET /open/{proxy+}' },
    ]);
  });

  test.each(['/open/percent%25done', '/open/%25', '/open/%25c3'])(
    'is 400 where it cannot be decoded again: %s [F22]',
    async (path) => {
      const gateway = await startTestGateway({ routes }, ANSWERS);
      expect(await gateway.send({ path })).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    },
  );

  test('is not found where it has no route after either', async () => {
    const gateway = await startTestGateway({ routes: { 'GET /a': {} } }, ANSWERS);
    expect((await gateway.send({ path: '/%2562' })).status).toBe(404);
  });
});
