import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { writeAssembly } from '../support/assembly';
import { startBarrier, WAIT } from '../support/barrier';
import { RETURNS_BODY } from '../support/code';
import { shareTestGateway, startTestGateway, type TestGateway } from '../support/test-gateway';

// What a client sees of a function in trouble.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html

const routes = { 'POST /run': {} };
const JSON_TYPE = { 'content-type': 'application/json' };
const SERVER_ERROR = { status: 500, headers: JSON_TYPE, body: '{"message":"Internal Server Error"}' };
const UNAVAILABLE = { status: 503, headers: JSON_TYPE, body: '{"message":"Service Unavailable"}' };

/** Lets the function evaluate an expression. */
const evaluate = (gateway: TestGateway, expression: string) =>
  gateway.send({ method: 'POST', path: '/run', headers: { 'content-type': 'text/plain' }, body: expression });

describe('a client gets', () => {
  const shared = shareTestGateway({ routes }, RETURNS_BODY);

  test.each<[string, string, string]>([
    ['throws', `(() => { throw new TypeError('secret'); })()`, 'TypeError: secret'],
    ['exits', 'process.exit(1)', 'Error: Runtime exited with error: exit status 1'],
    ['returns what JSON has no text for', '1n', 'Runtime.JSONStringifyError: Unable to stringify response body'],
    [
      'answers with what is no response',
      '({ statusCode: 200, body: {} })',
      "The response from the Lambda function doesn't match the format that API Gateway expects.",
    ],
  ])('500 from a function that %s, and not why [F180] [F181]', async (_, expression, reason) => {
    const gateway = shared();
    expect(await evaluate(gateway, expression)).toMatchObject(SERVER_ERROR);
    expect(gateway.records.at(-1)).toMatchObject({ status: 500, reason: expect.stringContaining(reason) });
    expect(await evaluate(gateway, '"fine"')).toMatchObject({ status: 200, body: 'fine' });
  });

  test('500 from a function that takes longer than its own timeout, and a line in the log [F182]', async () => {
    const gateway = await startTestGateway({ routes, fn: { Timeout: 0.3 } }, RETURNS_BODY);
    expect(await evaluate(gateway, 'new Promise(() => {})')).toMatchObject(SERVER_ERROR);
    expect(gateway.logs).toEqual([
      {
        functionId: 'Function',
        invocationId: gateway.records[0]?.invocationId,
        stream: 'stderr',
        text: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds\nSandbox\.Timedout\n$/,
        ),
      },
    ]);
    expect(gateway.records[0]?.reason).toMatch(/^Sandbox\.Timedout: RequestId: .* Task timed out after 0\.30 seconds$/);
  });

  test('503 from a function that takes longer than the integration waits [F183]', async () => {
    const fixture = { routes, fn: { Timeout: 60 }, integration: { TimeoutInMillis: 300 } };
    const gateway = await startTestGateway(fixture, RETURNS_BODY);
    expect(await evaluate(gateway, 'new Promise(() => {})')).toMatchObject(UNAVAILABLE);
    expect(gateway.records[0]?.reason).toBe("the function did not answer within the integration's 300 ms");
    expect(gateway.logs).toEqual([]);
  });
});

test('an invocation that waits is dropped when its client leaves [F179]', async () => {
  const barrier = await startBarrier();
  const code = `${WAIT}
    let count = 0;
    export const handler = async ({ body }) => { count += 1; await wait(Number(body)); return count; };`;
  const gateway = await startTestGateway({ routes, fn: { Timeout: 60 } }, code, { maxEnvironments: 1 });
  const run = (signal?: AbortSignal) =>
    fetch(`${gateway.url}/run`, { method: 'POST', body: String(barrier.port), signal });
  const first = run();
  await barrier.arrived(1);
  const leaving = new AbortController();
  const left = Array.from({ length: 3 }, () => run(leaving.signal).catch((error: Error) => error.name));
  const last = run();
  // They have all arrived when a later one is answered.
  expect(await (await fetch(`${gateway.url}/elsewhere`)).json()).toEqual({ message: 'Not Found' });
  leaving.abort();
  expect(await Promise.all(left)).toEqual(['AbortError', 'AbortError', 'AbortError']);
  await fetch(`${gateway.url}/elsewhere`);
  barrier.release();
  expect(await (await first).text()).toBe('1');
  await barrier.arrived(1);
  barrier.release();
  expect(await (await last).text()).toBe('2');
  const reason = 'the client left before the function began';
  expect(gateway.records.filter((record) => record.reason === reason)).toHaveLength(3);
});

test('functions that crash under load cost no other request its answer [F181]', async () => {
  const gateway = await startTestGateway({ routes }, RETURNS_BODY, { maxEnvironments: 4 });
  const crashes = ['process.exit(1)', `setImmediate(() => { throw 1; }) && new Promise(() => {})`];
  const requests = Array.from({ length: 60 }, (_, index) =>
    index % 6 === 5 ? crashes[index % 4 === 1 ? 0 : 1] : `"${index}"`,
  );
  const responses = await Promise.all(requests.map((expression) => evaluate(gateway, expression ?? '')));
  expect(responses.map(({ status, body }) => (status === 200 ? `"${body}"` : status))).toEqual(
    requests.map((expression) => (crashes.includes(expression ?? '') ? 500 : expression)),
  );
});

test('a function goes on with the requests that it has when its model is replaced, and ends with the last', async () => {
  const barrier = await startBarrier();
  const code = (name: string) => `${WAIT}
    export const handler = async ({ body }) => { await wait(Number(body)); return '${name}'; };`;
  const gateway = await startTestGateway({ routes }, code('first'), { maxEnvironments: 2 });
  const run = () => evaluate(gateway, String(barrier.port));
  const before = [run(), run(), run()];
  await barrier.arrived(2);
  gateway.replace(readAssembly(writeAssembly({ routes }, { 'index.mjs': code('second') })));
  const after = run();
  await barrier.arrived(3);
  barrier.release();
  await barrier.arrived(1);
  barrier.release();
  expect((await Promise.all(before)).map(({ body }) => body)).toEqual(['first', 'first', 'first']);
  expect(await after).toMatchObject({ status: 200, body: 'second' });
});
