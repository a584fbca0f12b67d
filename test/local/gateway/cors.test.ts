import { ANSWERS } from './support/code';
import { shareTestGateway, startTestGateway, type TestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html

const CORS = {
  AllowOrigins: ['https://app.example.com', 'https://other.example.com'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['authorization', 'x-a'],
  ExposeHeaders: ['x-b', 'x-c'],
  AllowCredentials: true,
  MaxAge: 300,
};
const ORIGIN = 'https://app.example.com';
const PREFLIGHT = { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'GET' } };
const FOR_ORIGIN = {
  'access-control-allow-origin': ORIGIN,
  'access-control-allow-credentials': 'true',
  vary: 'origin',
};
const ID = { 'apigw-requestid': expect.any(String) };

/** Of an API with one open route and {@link CORS}. */
const shared = shareTestGateway({ routes: { 'GET /me': {} }, api: { CorsConfiguration: CORS } }, ANSWERS);

function withCors(
  routes: Parameters<typeof startTestGateway>[0]['routes'],
  cors: object = CORS,
  code = ANSWERS,
): Promise<TestGateway> {
  return startTestGateway({ routes, api: { CorsConfiguration: cors } }, code);
}

describe('a preflight', () => {
  test('is answered without a route for it, a token or the function [F38] [F40]', async () => {
    const gateway = await withCors({ 'GET /me': { scopes: [] } });
    expect(await gateway.send(PREFLIGHT)).toEqual({
      status: 204,
      headers: {
        ...FOR_ORIGIN,
        ...ID,
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization,x-a',
        'access-control-max-age': '300',
      },
      body: '',
    });
    expect(gateway.records[0]).toMatchObject({ status: 204, integrationMs: undefined });
  });

  test('from an origin that is not allowed is answered with nothing [F40]', async () => {
    const gateway = shared();
    const headers = { ...PREFLIGHT.headers, origin: 'https://evil.example.com' };
    expect(await gateway.send({ ...PREFLIGHT, headers })).toEqual({ status: 204, headers: ID, body: '' });
  });

  test('is answered by the gateway also where a route without a token takes OPTIONS [F41]', async () => {
    const gateway = await withCors({ 'OPTIONS /{proxy+}': {}, $default: { scopes: [] } });
    expect(await gateway.send(PREFLIGHT)).toMatchObject({ status: 204, headers: FOR_ORIGIN });
  });

  test.each(['ANY /me', '$default'])(
    'to a route %s behind an authorizer is refused for want of a token [F42]',
    async (key) => {
      const gateway = await withCors({ [key]: { scopes: [] } });
      expect(await gateway.send(PREFLIGHT)).toMatchObject({
        status: 401,
        headers: { ...FOR_ORIGIN, 'www-authenticate': 'Bearer' },
        body: '{"message":"Unauthorized"}',
      });
    },
  );

  test('to a route behind an authorizer is answered by the gateway once its token is taken [F43]', async () => {
    const gateway = await withCors({ 'ANY /me': { scopes: [] } });
    const headers = { ...PREFLIGHT.headers, authorization: 'valid' };
    expect(await gateway.send({ ...PREFLIGHT, headers })).toMatchObject({ status: 204, headers: FOR_ORIGIN, body: '' });
    expect(gateway.records[0]).toMatchObject({ decision: { allowed: true }, integrationMs: undefined });
  });

  test('without configuration or route is not found [F44]', async () => {
    const gateway = await startTestGateway({}, ANSWERS);
    expect(await gateway.send(PREFLIGHT)).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });

  const options = shareTestGateway({ routes: { 'OPTIONS /me': {} }, api: { CorsConfiguration: CORS } }, ANSWERS);

  test.each<{ missing: string; headers: Record<string, string> }>([
    { missing: 'an origin', headers: { 'access-control-request-method': 'GET' } },
    { missing: 'a method to ask for', headers: { origin: ORIGIN } },
  ])('needs $missing; without it is a request like any other [F39]', async ({ headers }) => {
    const gateway = options();
    expect(await gateway.send({ method: 'OPTIONS', headers })).toMatchObject({ status: 200, body: 'ok' });
    expect(await gateway.send({ method: 'OPTIONS', path: '/other', headers })).toMatchObject({ status: 404 });
  });
});

describe('a response to another origin', () => {
  test('says that the origin may read it, and what of it [F45]', async () => {
    const gateway = shared();
    const response = await gateway.send({ headers: { origin: 'https://other.example.com' } });
    expect(response).toEqual({
      status: 200,
      headers: {
        ...FOR_ORIGIN,
        ...ID,
        'access-control-allow-origin': 'https://other.example.com',
        'access-control-expose-headers': 'x-b,x-c',
        'content-type': 'text/plain',
        'content-length': '2',
      },
      body: 'ok',
    });
  });

  test('has nothing for an origin that is not allowed', async () => {
    const gateway = shared();
    const { headers } = await gateway.send({ headers: { origin: 'https://app.example.com.evil.org' } });
    expect(Object.keys(headers).sort()).toEqual(['apigw-requestid', 'content-length', 'content-type']);
  });

  test("has nothing of the function's own CORS headers [F45]", async () => {
    const code = `export const handler = async () => ({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': '*', 'access-control-expose-headers': 'x-z', vary: 'accept' },
    });`;
    const gateway = await withCors({ 'GET /me': {} }, CORS, code);
    expect((await gateway.send()).headers).not.toHaveProperty('access-control-allow-origin');
    expect((await gateway.send({ headers: { origin: ORIGIN } })).headers).toMatchObject({
      ...FOR_ORIGIN,
      'access-control-expose-headers': 'x-b,x-c',
      vary: 'accept, origin',
    });
  });

  test("has the function's own CORS headers where the API has no configuration [F46]", async () => {
    const code = `export const handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } });`;
    const gateway = await startTestGateway({}, code);
    expect((await gateway.send({ headers: { origin: ORIGIN } })).headers).toMatchObject({
      'access-control-allow-origin': '*',
    });
  });

  test('says so also of a refusal [F47]', async () => {
    const gateway = await withCors({ 'GET /me': { scopes: [] } });
    expect(await gateway.send({ headers: { origin: ORIGIN } })).toMatchObject({
      status: 401,
      headers: { ...FOR_ORIGIN, 'www-authenticate': 'Bearer' },
    });
  });

  test.each([
    { allowed: '*', origin: 'http://a.example.com', answered: '*' },
    { allowed: 'https://*', origin: 'https://a.example.com', answered: 'https://a.example.com' },
    { allowed: 'https://*', origin: 'http://a.example.com', answered: undefined },
    { allowed: 'http://*', origin: 'http://a.example.com:8080', answered: 'http://a.example.com:8080' },
    { allowed: 'https://a.example.com', origin: 'https://a.example.com:8443', answered: undefined },
    { allowed: 'https://a.example.com', origin: 'https://A.example.com', answered: undefined },
    { allowed: 'https://*.example.com', origin: 'https://a.example.com', answered: undefined },
  ])('from $origin, where $allowed is allowed, is for $answered [F48]', async ({ allowed, origin, answered }) => {
    const gateway = await withCors({ 'GET /me': {} }, { AllowOrigins: [allowed] });
    const { headers } = await gateway.send({ headers: { origin } });
    expect(headers['access-control-allow-origin']).toBe(answered);
  });
});
