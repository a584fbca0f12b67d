import type { Claims } from '../../../local/authorizer/decision';
import type { GatewayProps } from '../../../local/gateway/gateway';
import { RETURNS_EVENT } from './support/code';
import type { TestRequest } from './support/request';
import { CLAIMS, onlyValid, shareTestGateway, startTestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html

const ROUTES = {
  'ANY /{proxy+}': {},
  'GET /pets/{id}': {},
  'GET /mine': { scopes: [] },
  'GET /scoped': { scopes: ['read'] },
};

// biome-ignore lint/suspicious/noExplicitAny: a test looks wherever it wants.
type Event = any;

/** 14/Apr/2025:22:13:56.836 UTC */
const TIME = 1744668836836;

/** The claims of the token, in the test that runs. */
let claimed: Claims = CLAIMS;
afterEach(() => {
  claimed = CLAIMS;
});

const PROPS: Partial<GatewayProps> = {
  now: () => TIME,
  createAuthorizer: () => ({
    authorize: (...request) => onlyValid(['read', 'write'], claimed).authorize(...request),
  }),
};

const shared = shareTestGateway({ routes: ROUTES }, RETURNS_EVENT, PROPS);

/** The event that a request makes, on a stage of its own where it has settings. */
async function eventOf(request: TestRequest, stage?: Record<string, unknown>): Promise<Event> {
  const gateway = stage ? await startTestGateway({ routes: ROUTES, stage }, RETURNS_EVENT, PROPS) : shared();
  const response = await gateway.send(request);
  expect(response.status).toBe(200);
  return { ...JSON.parse(response.body), responseId: response.headers['apigw-requestid'] };
}

describe('the event of payload format 2.0', () => {
  test('has what API Gateway puts there, and nothing that it leaves out [F1] [F4] [F137] [F138] [F148]', async () => {
    const { responseId, ...event } = await eventOf({
      path: '/hello',
      headers: { Host: 'api.example.com', 'User-Agent': 'test/1', Accept: '*/*' },
    });
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'ANY /{proxy+}',
      rawPath: '/hello',
      rawQueryString: '',
      headers: {
        host: 'api.example.com',
        'user-agent': 'test/1',
        accept: '*/*',
        'content-length': '0',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-67fd88a4-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
      },
      requestContext: {
        accountId: '111122223333',
        apiId: 'Api',
        domainName: 'api.example.com',
        domainPrefix: 'api',
        http: { method: 'GET', path: '/hello', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test/1' },
        requestId: responseId,
        routeKey: 'ANY /{proxy+}',
        stage: '$default',
        time: '14/Apr/2025:22:13:56 +0000',
        timeEpoch: TIME,
      },
      pathParameters: { proxy: 'hello' },
      isBase64Encoded: false,
    });
  });

  test('leaves out cookies, query, path parameters, stage variables, body and authorizer where there are none [F139]', async () => {
    const event = await eventOf({ path: '/mine', headers: { authorization: 'valid' } });
    for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
      expect(event).not.toHaveProperty(name);
    }
    expect((await eventOf({ path: '/hello' })).requestContext).not.toHaveProperty('authorizer');
  });

  test('has header names in lower case, and repeated headers as one [F140]', async () => {
    const { headers } = await eventOf({ path: '/hello', headers: ['X-Ab', 'first', 'x-aB', 'second', 'Host', 'h'] });
    expect(headers).toMatchObject({ 'x-ab': 'first,second' });
  });

  test('has a request id of base64url, here as in the response [F5]', async () => {
    const ids = new Set<string>();
    for (let count = 0; count < 40; count++) {
      const { headers, body } = await shared().send({ path: '/hello' });
      const id = JSON.parse(body).requestContext.requestId;
      expect(id).toMatch(/^[A-Za-z0-9_-]{15}=$/);
      expect(headers['apigw-requestid']).toBe(id);
      ids.add(id);
    }
    expect(ids.size).toBe(40);
  });

  test('has cookies as a list, and not among the headers [F141]', async () => {
    const event = await eventOf({ path: '/hello', headers: ['Cookie', 'a=1; b=2', 'Host', 'h', 'Cookie', 'c=3'] });
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  test('has the query as sent, and decoded with repeated parameters joined [F142]', async () => {
    const rawQueryString = 'q=Hello%20World&tag=C%23%20Programming&tag=.NET%20Core&empty=&flag';
    const event = await eventOf({ path: `/hello?${rawQueryString}` });
    expect(event.rawQueryString).toBe(rawQueryString);
    expect(event.queryStringParameters).toEqual({
      q: 'Hello World',
      tag: 'C# Programming,.NET Core',
      empty: '',
      flag: '',
    });
  });

  test('has the path and its parameters decoded [F144]', async () => {
    const event = await eventOf({ path: '/pets/%E2%98%95%20Coffee' });
    expect(event).toMatchObject({
      routeKey: 'GET /pets/{id}',
      rawPath: '/pets/☕ Coffee',
      requestContext: { http: { path: '/pets/☕ Coffee' }, routeKey: 'GET /pets/{id}' },
      pathParameters: { id: '☕ Coffee' },
    });
  });

  test('has a path that ends at an encoded question mark, and its query all the same [F36]', async () => {
    expect(await eventOf({ path: '/pets/1%3Fa/b?c=d' })).toMatchObject({
      rawPath: '/pets/1',
      rawQueryString: 'c=d',
      queryStringParameters: { c: 'd' },
    });
  });

  test.each([
    ['/a%2Fb', '/a/b'],
    ['/a%23b', '/a#b'],
    ['/unicode-%CE%BB-%E4%B8%96%E7%95%8C', '/unicode-λ-世界'],
    ['/a%20b', '/a b'],
    ['/literal%252Fvalue', '/literal/value'],
    ['/literal%253Fvalue', '/literal?value'],
    ['/literal%2525value', '/literal%value'],
  ])('has for %s the path %s [F36] [F143]', async (sent, path) => {
    expect(await eventOf({ path: sent })).toMatchObject({
      rawPath: path,
      requestContext: { http: { path } },
      pathParameters: { proxy: path.slice(1) },
    });
  });

  test('has the path decoded twice in the parameter of a segment too [F144]', async () => {
    expect(await eventOf({ path: '/pets/a%2520b' })).toMatchObject({
      routeKey: 'GET /pets/{id}',
      rawPath: '/pets/a b',
      pathParameters: { id: 'a b' },
    });
  });

  test('has an empty greedy parameter for the root [F31]', async () => {
    expect(await eventOf({ path: '/' })).toMatchObject({ routeKey: 'ANY /{proxy+}', pathParameters: { proxy: '' } });
  });

  // What it says in its headers reaches the answer to a HEAD, too.
  const measured = shareTestGateway(
    { routes: ROUTES },
    `export const handler = async ({ headers }) => ({ statusCode: 200, headers: { sent: headers['content-length'] } });`,
  );

  test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'PATCH'])(
    'has a length of 0 for a %s without a body [F149]',
    async (method) => {
      expect((await measured().send({ method, path: '/hello' })).headers['sent']).toBe('0');
    },
  );

  test('has the rest of the path in a greedy parameter [F146]', async () => {
    expect((await eventOf({ path: '/a/b%20c/d' })).pathParameters).toEqual({ proxy: 'a/b c/d' });
  });

  test('has a named stage in its path, and not in its parameters [F145]', async () => {
    const event = await eventOf({ path: '/dev/pets/6' }, { StageName: 'dev' });
    expect(event).toMatchObject({
      rawPath: '/dev/pets/6',
      pathParameters: { id: '6' },
      requestContext: { http: { path: '/dev/pets/6' }, stage: 'dev' },
    });
  });

  test('has the variables of the stage [F147]', async () => {
    const event = await eventOf({ path: '/hello' }, { StageVariables: { color: 'blue' } });
    expect(event.stageVariables).toEqual({ color: 'blue' });
  });

  test('has an empty user agent where the client names none [F152]', async () => {
    const event = await eventOf({ path: '/hello' });
    expect(event.requestContext.http.userAgent).toBe('');
    expect(event.headers).not.toHaveProperty('user-agent');
  });

  test('has the address of the client behind those that it came through [F150]', async () => {
    const { headers } = await eventOf({
      path: '/hello',
      headers: { 'x-forwarded-for': '203.0.113.7', via: '2.0 a.cloudfront.net' },
    });
    expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.7, 127.0.0.1', via: '2.0 a.cloudfront.net' });
  });

  test('has the trace id that the client sent [F151]', async () => {
    const { headers } = await eventOf({
      path: '/hello',
      headers: { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    });
    expect(headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
  });

  test('has nothing of the connection [F151]', async () => {
    const { headers } = await eventOf({ path: '/hello', headers: { Connection: 'close', TE: 'trailers' } });
    expect(headers).not.toHaveProperty('connection');
    expect(headers).not.toHaveProperty('te');
  });
});

describe('the body of an event', () => {
  test.each([
    'text/plain',
    'text/html; charset=utf-8',
    'application/json',
    'Application/JSON;v=1',
    'application/xml',
    'application/javascript',
  ])('is text when it is %s [F153]', async (contentType) => {
    const event = await eventOf({
      method: 'POST',
      path: '/hello',
      headers: { 'content-type': contentType },
      body: '{"é":1}',
    });
    expect(event).toMatchObject({ body: '{"é":1}', isBase64Encoded: false });
  });

  test.each([
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'application/problem+json',
    'application/jsonp',
    'image/png',
  ])('is base64 when it is %s [F153] [F154]', async (contentType) => {
    const event = await eventOf({
      method: 'POST',
      path: '/hello',
      headers: { 'content-type': contentType },
      body: 'a=b',
    });
    expect(event).toMatchObject({ body: 'YT1i', isBase64Encoded: true });
  });

  test('is base64 when nothing says what it is [F153]', async () => {
    const event = await eventOf({ method: 'POST', path: '/hello', body: Buffer.from([0, 255]) });
    expect(event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test('is not there when it is empty, and its length says so [F149]', async () => {
    const event = await eventOf({ method: 'POST', path: '/hello', headers: { 'content-type': 'image/png' } });
    expect(event).toMatchObject({ headers: { 'content-length': '0' }, isBase64Encoded: false });
    expect(event).not.toHaveProperty('body');
  });

  test('has a length also when it was sent in chunks', async () => {
    const { headers } = await eventOf({
      method: 'POST',
      path: '/hello',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'abc',
    });
    expect(headers).toMatchObject({ 'content-length': '3' });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });
});

describe('the authorizer in an event', () => {
  const headers = { authorization: 'valid' };

  test('has nothing but the JWT [F137]', async () => {
    const { authorizer } = (await eventOf({ path: '/mine', headers })).requestContext;
    expect(authorizer).toEqual({ jwt: { claims: CLAIMS, scopes: null } });
  });

  test('has no scopes on a route without scopes, whatever the token has [F160]', async () => {
    expect((await eventOf({ path: '/mine', headers })).requestContext.authorizer.jwt.scopes).toBeNull();
  });

  test("has all of the token's scopes on a route with scopes [F160]", async () => {
    const { jwt } = (await eventOf({ path: '/scoped', headers })).requestContext.authorizer;
    expect(jwt.scopes).toEqual(['read', 'write']);
  });

  test.each([
    { claim: 'a number', value: 1788938046, text: '1788938046' },
    { claim: 'a fraction', value: 1.5, text: '1.5' },
    { claim: 'true', value: true, text: 'true' },
    { claim: 'a list', value: ['admin', 'poweruser'], text: '[admin poweruser]' },
    { claim: 'a list of numbers and lists', value: [1, [true, 'a b'], null], text: '[1 [true a b] <nil>]' },
    { claim: 'an empty list', value: [], text: '[]' },
    { claim: 'an object', value: { b: 'x', a: { c: 1 } }, text: 'map[a:map[c:1] b:x]' },
    { claim: 'an empty string', value: '', text: '' },
  ])('has $claim as text [F155] [F156] [F159]', async ({ value, text }) => {
    claimed = { claim: value };
    const event = await eventOf({ path: '/mine', headers });
    expect(event.requestContext.authorizer.jwt.claims).toEqual({ claim: text });
  });

  test('leaves out a claim that is null [F155]', async () => {
    claimed = { claim: null, sub: 'alice' };
    const event = await eventOf({ path: '/mine', headers });
    expect(event.requestContext.authorizer.jwt.claims).toEqual({ sub: 'alice' });
  });
});
