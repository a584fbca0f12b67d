import { compileAccessLogFormat } from '../../../local/gateway/access-log';
import { shareTestGateway, startTestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html

const CODE = `export const handler = async ({ rawPath }) => {
  if (rawPath === '/throws') throw new Error('broken');
  return { statusCode: 418, body: 'teapot' };
};`;
const HEADERS = { authorization: 'valid', 'user-agent': 'test/1', host: 'api.example.com' };
const ROUTES = { 'GET /me': { scopes: [] }, 'GET /throws': {}, 'GET /write': { scopes: ['admin'] } };

function apiLogging(format: string): Parameters<typeof startTestGateway> {
  const fixture = { routes: ROUTES, stage: { AccessLogSettings: { DestinationArn: 'arn', Format: format } } };
  return [fixture, CODE, { now: () => 1744668836836 }];
}

async function lineOf(format: string, request = { path: '/me', headers: HEADERS }): Promise<string | undefined> {
  const gateway = await startTestGateway(...apiLogging(format));
  await gateway.send(request);
  return gateway.records[0]?.accessLog();
}

/** Formats, and what each prints of one request. */
const LINES: readonly (readonly [format: string, line: string])[] = [
  ['$context.accountId $context.apiId $context.stage', '111122223333 Api $default'],
  ['$context.httpMethod $context.path $context.protocol', 'GET /me HTTP/1.1'],
  ['$context.routeKey $context.status', 'GET /me 418'],
  ['$context.domainName $context.domainPrefix', 'api.example.com api'],
  ['$context.identity.sourceIp $context.identity.userAgent', '127.0.0.1 test/1'],
  ['[$context.requestTime] $context.requestTimeEpoch', '[14/Apr/2025:22:13:56 +0000] 1744668836836'],
  ['$context.responseLength $context.responseLatency', '6 0'],
  ['$context.integrationStatus $context.integration.integrationStatus $context.integration.status', '200 200 418'],
  ['$context.integrationLatency $context.integration.latency', '0 0'],
  ['$context.authorizer.claims.sub/$context.authorizer.claims.client_id.', 'alice/client.'],
  ['$context.authorizer.error $context.error.message $context.integrationErrorMessage', '- - -'],
  ['$context.authorizer.claims $context.authorizer.claims.nobody $context.nothing', '- - -'],
  ['$context.authorizer.claims.constructor', '-'],
  ['no variable: $ context.path $contextpath', 'no variable: $ context.path $contextpath'],
];
const FORMATS = LINES.map(([format]) => format);

describe('the access log', () => {
  const shared = shareTestGateway(...apiLogging(FORMATS.join('\n')));
  let printed: readonly string[];
  beforeAll(async () => {
    await shared().send({ path: '/me', headers: HEADERS });
    printed = shared().records[0]?.accessLog()?.split('\n') ?? [];
  });

  test.each(LINES)('prints %s [F203] [F207]', (format, line) => {
    expect(printed[FORMATS.indexOf(format)]).toBe(line);
  });

  test('tells why a token was refused, and nothing of a caller who is not verified [F106] [F204] [F206] [F208]', async () => {
    const format = '$context.status|$context.authorizer.error|$context.error.message|$context.error.messageString';
    expect(await lineOf(format, { path: '/me', headers: { ...HEADERS, authorization: 'other' } })).toBe(
      '401|missing: token not provided|Unauthorized|"Unauthorized"',
    );
    const unasked = '$context.status $context.integrationLatency $context.responseLength';
    expect(await lineOf(unasked, { path: '/me', headers: { ...HEADERS, authorization: 'other' } })).toBe('401 - 26');
    const claim = '$context.status $context.authorizer.claims.sub $context.integrationLatency $context.responseLength';
    expect(await lineOf(claim, { path: '/write', headers: HEADERS })).toBe('403 - - 23');
  });

  test('tells that a function failed, though Lambda did not [F207]', async () => {
    const format =
      '$context.status $context.integrationStatus $context.integration.status $context.integrationErrorMessage';
    expect(await lineOf(format, { path: '/throws', headers: HEADERS })).toBe('500 200 - broken');
  });

  test('tells that a function did not answer in time, and nothing of what it would have [F207]', async () => {
    const Format = '$context.status $context.integrationStatus $context.integration.status $context.integration.error';
    const stage = { AccessLogSettings: { DestinationArn: 'arn', Format } };
    const code = 'export const handler = () => new Promise(() => {});';
    const gateway = await startTestGateway({ stage, integration: { TimeoutInMillis: 50 } }, code);
    await gateway.send();
    expect(gateway.records[0]?.accessLog()).toBe("503 - - the function did not answer within the integration's 50 ms");
  });

  test('has the request id that the client was told, and that of the invocation [F4]', async () => {
    const gateway = await startTestGateway(
      ...apiLogging('$context.requestId $context.extendedRequestId $context.awsEndpointRequestId'),
    );
    const { headers } = await gateway.send({ path: '/me', headers: HEADERS });
    const id = headers['apigw-requestid'];
    expect(gateway.records[0]?.accessLog()).toMatch(/^\S+ \S+ [0-9a-f-]{36}$/);
    expect(gateway.records[0]?.accessLog()?.split(' ').slice(0, 2)).toEqual([id, id]);
  });

  test('stays one line of the same fields, whatever a client sends [F210]', async () => {
    const line = await lineOf('{"ua":"$context.identity.userAgent","path":"$context.path"}', {
      path: '/a%0A%22,%22admin%22:%22',
      headers: { ...HEADERS, 'user-agent': 'a","admin":"b\\' },
    });
    expect(JSON.parse(line ?? '')).toEqual({ ua: 'a","admin":"b\\', path: '/a\n","admin":"' });
    expect(line).not.toContain('\n');
  });

  test('is not there where the stage keeps none', async () => {
    const gateway = await startTestGateway({ routes: ROUTES }, CODE);
    await gateway.send({ path: '/me' });
    expect(gateway.records[0]?.accessLog()).toBeUndefined();
  });

  test('does not hold the query, which may hold a token [F211]', async () => {
    expect(await lineOf('$context.path', { path: '/me?token=valid', headers: HEADERS })).toBe('/me');
    const gateway = await startTestGateway(...apiLogging('$context.path'));
    await gateway.send({ path: '/%zz?token=valid' });
    expect(gateway.records[0]?.path).toBe('/%zz');
  });

  test.each([
    [401, 'UNAUTHORIZED'],
    [403, 'ACCESS_DENIED'],
    [404, 'RESOURCE_NOT_FOUND'],
    [413, 'REQUEST_TOO_LARGE'],
    [429, 'THROTTLED'],
    [500, 'INTEGRATION_FAILURE'],
    [503, 'INTEGRATION_TIMEOUT'],
  ])('calls a refusal of %i by the response type %s [F209]', (status, type) => {
    const format = compileAccessLogFormat('$context.error.responseType');
    const facts = { status, errorMessage: 'x' } as Parameters<typeof format>[0];
    expect(format(facts)).toBe(type);
  });
});
