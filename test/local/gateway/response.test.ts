import { RETURNS_BODY } from './support/code';
import { shareTestGateway, startTestGateway } from './support/test-gateway';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html

const ROUTES = { 'POST /': {}, 'HEAD /': {} };

const shared = shareTestGateway({ routes: ROUTES }, RETURNS_BODY);

async function answerTo(result: string) {
  const { send, records } = shared();
  const response = await send({ method: 'POST', path: '/', body: result });
  return { response, record: records.find(({ requestId }) => requestId === response.headers['apigw-requestid']) };
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('the result of a function', () => {
  test.each([
    {
      fact: 'with a status code is the response',
      result: `{ statusCode: 201, headers: { 'Content-Type': 'a/b', 'X-Count': 3, 'x-on': true }, body: '{"a":1}' }`,
      status: 201,
      headers: { 'content-type': 'a/b', 'x-count': '3', 'x-on': 'true' },
      body: '{"a":1}',
    },
    {
      fact: 'without a content type is plain text',
      result: `{ statusCode: 200, body: 'ok' }`,
      status: 200,
      headers: TEXT,
      body: 'ok',
    },
    { fact: 'may have no body', result: `{ statusCode: 404 }`, status: 404, headers: TEXT, body: '' },
    {
      fact: 'may have null for headers and cookies',
      result: `{ statusCode: 200, headers: null, cookies: null, body: 'ok', isBase64Encoded: false }`,
      status: 200,
      headers: TEXT,
      body: 'ok',
    },
    {
      fact: 'may have a www-authenticate header, which is handed on',
      result: `{ statusCode: 401, headers: { 'WWW-Authenticate': 'DPoP' }, body: 'no' }`,
      status: 401,
      headers: { ...TEXT, 'www-authenticate': 'DPoP' },
      body: 'no',
    },
    {
      fact: 'marked as base64 is decoded, whatever the client accepts',
      result: `{ statusCode: 200, headers: { 'content-type': 'a/b' }, body: 'aGVsbG8=', isBase64Encoded: true }`,
      status: 200,
      headers: { 'content-type': 'a/b' },
      body: 'hello',
    },
    {
      fact: 'without a status code is the body of a 200, whatever else it has',
      result: `{ hello: 'world', headers: { 'x-a': 'b' }, body: 'not a body' }`,
      status: 200,
      headers: JSON_TYPE,
      body: '{"hello":"world","headers":{"x-a":"b"},"body":"not a body"}',
    },
    { fact: 'that is a list is the body', result: `[1, 'a']`, status: 200, headers: JSON_TYPE, body: '[1,"a"]' },
    { fact: 'that is a number is the body', result: `42`, status: 200, headers: JSON_TYPE, body: '42' },
    { fact: 'that is a boolean is the body', result: `true`, status: 200, headers: JSON_TYPE, body: 'true' },
    {
      fact: 'that is a string is the body without its quotes',
      result: `'Hello'`,
      status: 200,
      headers: JSON_TYPE,
      body: 'Hello',
    },
    { fact: 'that is undefined is null', result: `undefined`, status: 200, headers: JSON_TYPE, body: 'null' },
    {
      fact: 'has no say in what is of the connection',
      result: `{ statusCode: 200, headers: { 'Content-Length': '99', 'Transfer-Encoding': 'chunked', Connection: 'close', 'apigw-requestid': 'forged', Date: 'never' }, body: 'ok' }`,
      status: 200,
      headers: TEXT,
      body: 'ok',
    },
    {
      fact: 'has no multi-value headers',
      result: `{ statusCode: 200, multiValueHeaders: { 'x-a': ['b'] }, body: 'ok' }`,
      status: 200,
      headers: TEXT,
      body: 'ok',
    },
  ])(
    '$fact [F187] [F188] [F189] [F190] [F191] [F192] [F198] [F199] [F200]',
    async ({ result, status, headers, body }) => {
      const { response } = await answerTo(result);
      const requestId = response.headers['apigw-requestid'];
      expect(requestId).toMatch(/^[\w-]{15}=$/);
      expect(response).toEqual({
        status,
        headers: { ...headers, 'content-length': String(body.length), 'apigw-requestid': requestId },
        body,
      });
    },
  );

  test('sets its cookies before a cookie among its headers [F197]', async () => {
    const { response } = await answerTo(
      `{ statusCode: 200, headers: { 'Set-Cookie': 'c=3' }, cookies: ['a=1', 'b=2; Secure'] }`,
    );
    expect(response.headers['set-cookie']).toEqual(['a=1', 'b=2; Secure', 'c=3']);
  });

  test('of 204 has neither a body nor a length [F201]', async () => {
    const { response } = await answerTo(`{ statusCode: 204 }`);
    expect(response).toMatchObject({ status: 204, body: '' });
    expect(response.headers).not.toHaveProperty('content-length');
  });

  test('of a HEAD request is sent without its body, but with its length [F201]', async () => {
    const gateway = await startTestGateway({ routes: ROUTES }, `export const handler = async () => 'four';`);
    const response = await gateway.send({ method: 'HEAD', path: '/' });
    expect(response).toMatchObject({ status: 200, headers: { 'content-length': '4' }, body: '' });
  });

  test.each([
    { fact: 'a status code of 0', result: `{ statusCode: 0, body: '' }`, field: 'statusCode' },
    {
      fact: 'a status code of 0 and null for headers and cookies',
      result: `{ statusCode: 0, headers: null, cookies: null, body: '' }`,
      field: 'statusCode',
    },
    { fact: 'a fraction as status code', result: `{ statusCode: 200.5, body: '' }`, field: 'statusCode' },
    { fact: 'a status code beyond 599', result: `{ statusCode: 600, body: '' }`, field: 'statusCode' },
    { fact: 'an informational status code', result: `{ statusCode: 100, body: '' }`, field: 'statusCode' },
    { fact: 'a string as status code', result: `{ statusCode: '200', body: '' }`, field: 'statusCode' },
    { fact: 'an object as body', result: `{ statusCode: 200, body: { a: 1 } }`, field: 'body' },
    { fact: 'a number as body', result: `{ statusCode: 200, body: 1 }`, field: 'body' },
    { fact: 'a list as headers', result: `{ statusCode: 200, headers: ['a'] }`, field: 'headers' },
    { fact: 'an object as header', result: `{ statusCode: 200, headers: { a: {} } }`, field: 'headers' },
    {
      fact: 'a line break in a header',
      result: `{ statusCode: 200, headers: { a: 'b\\r\\nc: d' } }`,
      field: 'headers',
    },
    { fact: 'a header name with a space', result: `{ statusCode: 200, headers: { 'a b': 'c' } }`, field: 'headers' },
    { fact: 'a string as cookies', result: `{ statusCode: 200, cookies: 'a=1' }`, field: 'cookies' },
  ])('with $fact is answered 500 [F193] [F194] [F195] [F196] [F202]', async ({ result, field }) => {
    const { response, record } = await answerTo(result);
    expect(response).toMatchObject({
      status: 500,
      headers: { 'content-type': 'application/json', 'content-length': '35' },
      body: '{"message":"Internal Server Error"}',
    });
    expect(record).toMatchObject({
      status: 500,
      reason: `The response from the Lambda function doesn't match the format that API Gateway expects. Lambda body contains the wrong type for field "${field}"`,
    });
  });
});
