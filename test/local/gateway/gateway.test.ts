import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { readAssembly } from '../../../local/gateway/assembly/read-assembly';
import { startGateway } from '../../../local/gateway/gateway';
import { type ApiFixture, writeAssembly } from './support/assembly';
import { ANSWERS, RETURNS_EVENT } from './support/code';
import { onlyValid, shareTestGateway, startTestGateway } from './support/test-gateway';

const JSON_TYPE = { 'content-type': 'application/json' };
const NOT_FOUND = { status: 404, headers: JSON_TYPE, body: '{"message":"Not Found"}' };
const SERVER_ERROR = { status: 500, headers: JSON_TYPE, body: '{"message":"Internal Server Error"}' };

describe('authorization', () => {
  const routes = { 'GET /open': {}, 'GET /me': { scopes: [] }, 'GET /write': { scopes: ['write', 'admin'] } };
  const headers = { authorization: 'valid' };
  const shared = shareTestGateway({ routes }, ANSWERS);

  test('lets the function have a request only with a token that the authorizer takes [F52] [F102] [F106]', async () => {
    const gateway = shared();
    expect(await gateway.send({ headers })).toMatchObject({ status: 200, body: 'ok' });
    expect(await gateway.send()).toMatchObject({
      status: 401,
      headers: { ...JSON_TYPE, 'www-authenticate': 'Bearer', 'content-length': '26' },
      body: '{"message":"Unauthorized"}',
    });
    expect(gateway.records).toMatchObject([
      { routeKey: 'GET /me', status: 200, decision: { allowed: true }, reason: undefined },
      {
        routeKey: 'GET /me',
        status: 401,
        decision: { allowed: false, failed: { name: 'token' } },
        reason: 'token: found this, expected that',
        integrationMs: undefined,
      },
    ]);
  });

  test('refuses a token without a scope of the route [F103] [F104]', async () => {
    const createAuthorizer = () => onlyValid(['read']);
    const gateway = await startTestGateway({ routes }, ANSWERS, { createAuthorizer });
    const response = await gateway.send({ path: '/write', headers });
    expect(response).toMatchObject({
      status: 403,
      headers: { 'content-length': '23' },
      body: '{"message":"Forbidden"}',
    });
    expect(response.headers).not.toHaveProperty('www-authenticate');
  });

  test('is not asked of a route without it', async () => {
    const gateway = shared();
    expect(await gateway.send({ path: '/open' })).toMatchObject({ status: 200 });
    expect(gateway.records.at(-1)).toMatchObject({ routeKey: 'GET /open', decision: undefined });
  });

  test('gives the authorizer repeated headers as one, and the decoded query', async () => {
    const seen: unknown[] = [];
    const createAuthorizer = () => ({
      authorize: (...asked: Parameters<ReturnType<typeof onlyValid>['authorize']>) => {
        seen.push({ headers: { ...asked[0].headers }, query: { ...asked[0].query }, scopes: asked[1] });
        return onlyValid(['write']).authorize(...asked);
      },
    });
    const gateway = await startTestGateway({ routes }, ANSWERS, { createAuthorizer });
    await gateway.send({
      path: '/write?token=a%20b&token=c',
      headers: ['Authorization', 'a', 'authorization', 'b', 'Host', 'h'],
    });
    expect(seen).toEqual([
      {
        headers: { authorization: 'a,b', host: 'h', connection: 'close' },
        query: { token: 'a b,c' },
        scopes: ['write', 'admin'],
      },
    ]);
  });

  test('waits for an authorizer that has to ask its issuer first', async () => {
    const createAuthorizer = () => ({
      authorize: async (...asked: Parameters<ReturnType<typeof onlyValid>['authorize']>) =>
        onlyValid(['write']).authorize(...asked),
    });
    const gateway = await startTestGateway({ routes }, ANSWERS, { createAuthorizer });
    expect(await gateway.send()).toMatchObject({ status: 401 });
    expect(await gateway.send({ headers })).toMatchObject({ status: 200 });
  });

  test('that goes wrong lets nobody in [F107]', async () => {
    const createAuthorizer = () => ({ authorize: () => Promise.reject(new Error('broken')) });
    const gateway = await startTestGateway({ routes }, ANSWERS, { createAuthorizer });
    expect(await gateway.send({ headers })).toMatchObject(SERVER_ERROR);
    expect(gateway.records[0]?.reason).toBe('the gateway failed: Error: broken');
  });

  test('that cannot be made is answered 501', async () => {
    const createAuthorizer = () => {
      throw new Error('no such issuer');
    };
    const gateway = await startTestGateway({ routes }, ANSWERS, { createAuthorizer });
    expect(await gateway.send({ headers })).toMatchObject({
      status: 501,
      body: '{"message":"Not Implemented","reason":"no such issuer"}',
    });
  });
});

describe('what is not emulated', () => {
  test.each([
    {
      what: 'an authorizer of another kind',
      fixture: { authorizer: { AuthorizerType: 'REQUEST' }, routes: { 'GET /me': { scopes: [] } } },
      reason: 'Stack/Authorizer: AuthorizerType REQUEST is not emulated',
    },
    {
      what: 'authorization by IAM',
      fixture: { routes: { 'GET /me': { properties: { AuthorizationType: 'AWS_IAM' } } } },
      reason: 'Stack/Route0: AuthorizationType AWS_IAM, signed requests, is not emulated',
    },
    {
      what: 'an integration that is no function',
      fixture: { integration: { IntegrationType: 'HTTP_PROXY' } },
      reason: 'Stack/Integration: IntegrationType HTTP_PROXY is not emulated',
    },
    {
      what: 'an API that is imported',
      fixture: { api: { Body: {} } },
      reason: 'Stack/Api: Body is not emulated',
    },
  ])('is answered 501 with the reason: $what [F213] [F214] [F218] [F227]', async ({ fixture, reason }) => {
    const gateway = await startTestGateway(fixture, ANSWERS);
    const body = JSON.stringify({ message: 'Not Implemented', reason });
    expect(await gateway.send({ headers: { authorization: 'valid' } })).toMatchObject({
      status: 501,
      headers: JSON_TYPE,
      body,
    });
    expect(gateway.model.notEmulated).toContain(reason);
    expect(gateway.records[0]).toMatchObject({ status: 501, reason });
  });

  test('is refused before it is known, where the token is not taken [F212]', async () => {
    const fixture = { integration: { IntegrationType: 'HTTP_PROXY' }, routes: { 'GET /me': { scopes: [] } } };
    const gateway = await startTestGateway(fixture, ANSWERS);
    expect(await gateway.send()).toMatchObject({ status: 401 });
  });
});

describe('permission to invoke', () => {
  const routes = { 'GET /me': {}, 'ANY /pets/{id}': {}, $default: {} };
  const source = (path: string) => ({
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:eu-west-1:111122223333:\${Api}/${path}` },
  });

  test.each([
    { grant: { others: { Permission: undefined } }, allowed: [] },
    { grant: { permission: source('*/*/*') }, allowed: ['GET /me', 'PUT /pets/1'] },
    { grant: { permission: source('*/*') }, allowed: ['GET /me', 'PUT /pets/1', 'GET /other'] },
    { grant: { permission: source('*/*/me') }, allowed: ['GET /me'] },
    { grant: { permission: source('$default/PUT/pets/{id}') }, allowed: ['PUT /pets/1'] },
    { grant: { permission: source('*/$default') }, allowed: ['GET /other'] },
    { grant: { permission: source('prod/*') }, allowed: [] },
    { grant: { permission: { SourceArn: undefined } }, allowed: ['GET /me', 'PUT /pets/1', 'GET /other'] },
    { grant: { permission: { SourceAccount: '111122223333' } }, allowed: ['GET /me', 'PUT /pets/1', 'GET /other'] },
    { grant: { permission: { SourceAccount: '999999999999' } }, allowed: [] },
    { grant: { permission: { Principal: 's3.amazonaws.com' } }, allowed: [] },
    { grant: { permission: { Action: 'lambda:GetFunction' } }, allowed: [] },
    { grant: { permission: { FunctionName: 'another' } }, allowed: [] },
    { grant: { permission: { FunctionName: { Ref: 'Function' } } }, allowed: ['GET /me', 'PUT /pets/1', 'GET /other'] },
    { grant: { permission: { PrincipalOrgID: 'o-123' } }, allowed: [] },
  ] as { grant: ApiFixture; allowed: string[] }[])(
    '$grant lets in $allowed [F163] [F164]',
    async ({ grant, allowed }) => {
      const gateway = await startTestGateway({ routes, ...grant }, ANSWERS);
      for (const request of ['GET /me', 'PUT /pets/1', 'GET /other']) {
        const [method = '', path = ''] = request.split(' ');
        const response = await gateway.send({ method, path });
        expect(response).toMatchObject(allowed.includes(request) ? { status: 200, body: 'ok' } : SERVER_ERROR);
      }
    },
  );

  test('that is missing is told as API Gateway tells it [F162]', async () => {
    const stage = { AccessLogSettings: { DestinationArn: 'a', Format: '$context.integrationErrorMessage' } };
    const gateway = await startTestGateway({ routes, stage, others: { Permission: undefined } }, ANSWERS);
    await gateway.send();
    const [record] = gateway.records;
    expect({ ...record, accessLog: record?.accessLog() }).toMatchObject({
      accessLog:
        "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.",
      reason: 'the template has no AWS::Lambda::Permission that lets API Gateway invoke the function for this route',
    });
  });
});

describe('a request', () => {
  const shared = shareTestGateway({ routes: { 'GET /me': {}, 'POST /me': {} } }, ANSWERS);

  test('of another method, or to another path, is not found [F28]', async () => {
    const gateway = await startTestGateway({}, ANSWERS);
    expect(await gateway.send({ method: 'POST' })).toMatchObject(NOT_FOUND);
    expect(await gateway.send({ method: 'HEAD' })).toMatchObject({ status: 404, body: '' });
    expect(await gateway.send({ path: '/other' })).toMatchObject(NOT_FOUND);
    expect(gateway.records.map(({ reason }) => reason)).toEqual([
      'no route matches POST /me',
      'no route matches HEAD /me',
      'no route matches GET /other',
    ]);
  });

  test('whose path is malformed is refused [F22]', async () => {
    const gateway = await startTestGateway({ routes: { $default: {} } }, ANSWERS);
    expect(await gateway.send({ path: '/%zz' })).toMatchObject({
      status: 400,
      headers: JSON_TYPE,
      body: '{"message":"Bad Request"}',
    });
  });

  test('whose line and header values are longer than 10,240 bytes is refused [F19]', async () => {
    const gateway = shared();
    const withValue = (length: number) => gateway.send({ headers: ['host', 'h', 'authorization', 'a'.repeat(length)] });
    const rest = 'GET /me HTTP/1.1'.length + 'h'.length + 'close'.length;
    expect(await withValue(10_240 - rest)).toMatchObject({ status: 200 });
    expect(await withValue(10_241 - rest)).toMatchObject({
      status: 431,
      headers: JSON_TYPE,
      body: '{"message":"Request Header Fields Too Large"}',
    });
  });

  test.each([
    { what: 'a body of more than 10 MB', body: Buffer.alloc(10 * 1024 * 1024 + 1), type: 'text/plain' },
    { what: 'an event of more than 6 MB', body: Buffer.alloc(5 * 1024 * 1024), type: 'application/octet-stream' },
  ])('with $what is refused [F20] [F21]', async ({ body, type }) => {
    const gateway = shared();
    const response = await gateway.send({ method: 'POST', headers: { 'content-type': type }, body });
    expect(response).toMatchObject({ status: 413, headers: JSON_TYPE, body: '{"message":"Request Entity Too Large"}' });
    expect(gateway.records.at(-1)).toMatchObject({ status: 413, integrationMs: undefined });
  });

  test('with 5 MB of text is served [F21]', async () => {
    const gateway = shared();
    const body = 'é'.repeat(2.5 * 1024 * 1024);
    expect(await gateway.send({ method: 'POST', headers: { 'content-type': 'text/plain' }, body })).toMatchObject({
      status: 200,
    });
  });

  test('shares its connection with the next, and has an id of its own [F4]', async () => {
    const gateway = shared();
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write('GET /me HTTP/1.1\r\nHost: h\r\n\r\nGET /me HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answers.match(/^date: /gim)).toHaveLength(2);
    expect(new Set(answers.match(/apigw-requestid: \S+/g)).size).toBe(2);
  });

  test('whose client goes away in the middle leaves the others alone', async () => {
    const gateway = shared();
    const earlier = gateway.records.length;
    const socket = connect(gateway.port, '127.0.0.1');
    await new Promise<void>((sent) =>
      socket.write('POST /me HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc', () => sent()),
    );
    socket.destroy();
    expect(await gateway.send({ method: 'POST' })).toMatchObject({ status: 200 });
    expect(gateway.records).toHaveLength(earlier + 1);
  });
});

describe('a gateway', () => {
  const model = (code: string, fixture = {}) => readAssembly(writeAssembly(fixture, { 'index.mjs': code }));

  test('serves another model from the next request on [F9]', async () => {
    const gateway = await startTestGateway({}, `export const handler = async () => 'first';`);
    expect(await gateway.send()).toMatchObject({ body: 'first' });
    gateway.replace(model(`export const handler = async () => 'second';`, { routes: { 'GET /me': { scopes: [] } } }));
    expect(await gateway.send()).toMatchObject({ status: 401 });
    expect(await gateway.send({ headers: { authorization: 'valid' } })).toMatchObject({ body: 'second' });
  });

  test('answers from the model that was there when a request came [F9]', async () => {
    const gateway = await startTestGateway(
      {},
      `import { setTimeout } from 'node:timers/promises';
       export const handler = async () => { console.log('running'); await setTimeout(200); return 'first'; };`,
    );
    const response = gateway.send();
    while (gateway.logs.length === 0) {
      await new Promise((wait) => setTimeout(wait, 5));
    }
    gateway.replace(model(`export const handler = async () => 'second';`));
    expect(await gateway.send()).toMatchObject({ body: 'second' });
    expect(await response).toMatchObject({ status: 200, body: 'first' });
  });

  test('answers every request while models are replaced', async () => {
    const gateway = await startTestGateway({}, RETURNS_EVENT);
    const models = ['a', 'b', 'c'].map((name) => model(`export const handler = async () => '${name}';`));
    const clients = Array.from({ length: 8 }, async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 25; count++) {
        statuses.push((await gateway.send()).status);
      }
      return statuses;
    });
    for (const next of models) {
      gateway.replace(next);
      await gateway.send();
    }
    expect(new Set((await Promise.all(clients)).flat())).toEqual(new Set([200]));
    expect(await gateway.send()).toMatchObject({ body: 'c' });
  });

  test('ends everything when it is closed, running functions too', async () => {
    const gateway = await startTestGateway(
      { fn: { Timeout: 900 } },
      `export const handler = () => { console.log('on'); for (;;); };`,
    );
    const response = gateway.send().catch((error: Error) => error);
    while (gateway.logs.length === 0) {
      await new Promise((wait) => setTimeout(wait, 5));
    }
    await gateway.close();
    expect(await response).toMatchObject({ code: 'ECONNRESET' });
    await expect(gateway.send()).rejects.toThrow('ECONNREFUSED');
  });

  test('cannot have a port that is taken', async () => {
    const { port, model: served } = await startTestGateway({}, ANSWERS);
    const second = startGateway({ model: served, port, createAuthorizer: () => onlyValid([]) });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('listens to this computer only [F1]', async () => {
    const { url, port } = await startTestGateway({}, ANSWERS);
    expect(url).toBe(`http://127.0.0.1:${port}`);
  });
});
