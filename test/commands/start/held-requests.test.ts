import { createHeldRequests, HELD_REQUESTS, type HeldRequest } from '../../../commands/start/held-requests';
import { type Decision, ExactNumber } from '../../../local/authorizer';
import type { RequestRecord } from '../../../local/gateway';

const record = (id: number, changes: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId: `${id}`,
  invocationId: `i${id}`,
  time: 1000 + id,
  method: 'POST',
  path: '/quotes/é',
  stage: '$default',
  routeKey: 'POST /quotes/{id}',
  status: 201,
  decision: undefined,
  reason: undefined,
  durationMs: 2,
  integrationMs: 1,
  authorizerMs: 0.25,
  request: {
    target: '/quotes/%C3%A9?a=b',
    headers: { host: 'localhost', 'x-name': 'caf\u00e9', 'x-empty': '' },
    body: Buffer.from([0, 255, 10, 13]),
  },
  event: '{"body":"\u4e2d\ud83d\ude00"}',
  response: { status: 201, headers: ['content-type', 'text/plain', 'x-a', ''], body: 'ünï' },
  accessLog: () => undefined,
  ...changes,
});

const printed = (id: number, text: string) => ({
  ...{ functionId: 'f', stream: 'stdout' as const, text, invocationId: `i${id}` },
});

/** The held parts of one request. */
function held(one: RequestRecord): HeldRequest | undefined {
  const requests = createHeldRequests();
  requests.request(one);
  return requests.all()[0];
}

/** A record as it is held. Its access log is for nobody here. */
const { accessLog: _, ...WHOLE } = record(1);

test('a request is found by its id, as long as it is held', () => {
  const requests = createHeldRequests();
  for (let id = 1; id <= HELD_REQUESTS + 1; id++) {
    requests.request(record(id));
  }
  const [oldest] = requests.all();
  expect(oldest?.record.requestId).toBe(record(2).requestId);
  expect(requests.find(record(2).requestId)).toEqual(oldest);
  expect(requests.find(record(1).requestId)).toBeUndefined();
});

describe('what is held of a request', () => {
  test.each<[string, Partial<RequestRecord>]>([
    ['all of it', {}],
    ['a body of bytes, as bytes', { response: { status: 200, headers: [], body: Buffer.from([255, 0, 254]) } }],
    ['no body, no event and no header', { request: { target: '/', headers: {}, body: undefined }, event: undefined }],
    ['the answer to what has no route', { routeKey: undefined, stage: undefined, reason: 'no route matches GET /' }],
    [
      'texts that end and begin like those beside them',
      { event: '"\n{"', response: { status: 200, headers: [], body: '\n\n' } },
    ],
  ])('is %s, as it was', (_name, changes) => {
    const expected = { record: { ...WHOLE, ...changes }, isWhole: true, decidedAt: 1001, output: '' };
    expect(held(record(1, changes))).toEqual(expected);
  });

  test('is not changed by what others do with their bytes, nor by the requests that come after it', () => {
    const requests = createHeldRequests();
    const body = Buffer.from('body');
    const answer = Buffer.from('answer');
    requests.request(
      record(1, {
        request: { target: '/', headers: {}, body },
        response: { status: 200, headers: [], body: answer },
      }),
    );
    const [first] = requests.all();
    body.fill(0);
    answer.fill(0);
    for (let id = 2; id < HELD_REQUESTS + 5; id += 1) {
      requests.request(record(id));
    }
    expect([String(first?.record.request.body), String(first?.record.response.body)]).toEqual(['body', 'answer']);
  });

  test('is the clock of its decision, as it was set then', () => {
    const requests = createHeldRequests();
    requests.clockOffsetMs = 3_600_000;
    requests.request(record(1));
    requests.clockOffsetMs = 0;
    requests.request(record(2));
    expect(requests.all().map(({ decidedAt }) => decidedAt)).toEqual([3_601_001, 1002]);
  });

  test('is of long bodies and outputs only the beginning', () => {
    const long = 'x'.repeat(1_000_000);
    const requests = createHeldRequests();
    requests.request(
      record(1, {
        request: { target: '/', headers: {}, body: Buffer.from(long) },
        event: long,
        response: { status: 200, headers: [], body: long },
      }),
    );
    for (let turn = 0; turn < 3; turn += 1) {
      requests.functionLog(printed(1, long));
    }
    const [one] = requests.all();
    expect(one?.isWhole).toBe(false);
    expect(
      [one?.record.request.body, one?.record.event, one?.record.response.body, one?.output].map((text) => text?.length),
    ).toEqual(Array(4).fill(65_536));
  });
});

describe('what a function printed', () => {
  test('before its request was answered and after is with its request, in that order', () => {
    const requests = createHeldRequests();
    requests.functionLog(printed(1, 'a\n'));
    requests.functionLog(printed(2, 'of another\n'));
    requests.functionLog(printed(1, 'b\n'));
    requests.request(record(1));
    requests.functionLog(printed(1, 'c\n'));
    requests.request(record(2));
    expect(requests.all().map(({ output }) => output)).toEqual(['a\nb\nc\n', 'of another\n']);
  });

  test('after its request was answered is told to those who look at the log', async () => {
    const requests = createHeldRequests();
    requests.request(record(1));
    const told = new Promise<readonly HeldRequest[]>((resolve) => requests.onChange(resolve));
    requests.functionLog(printed(1, 'late'));
    expect((await told).map(({ record: { requestId }, output }) => [requestId, output])).toEqual([['1', 'late']]);
  });

  test('before any invocation belongs to no request', () => {
    const requests = createHeldRequests();
    requests.functionLog({ ...printed(1, 'init'), invocationId: '' });
    requests.request(record(1, { invocationId: undefined }));
    expect(requests.all()[0]?.output).toBe('');
  });
});

describe('what is held', () => {
  test(`are the last ${HELD_REQUESTS} requests, oldest first, with what was printed for each alone`, () => {
    const requests = createHeldRequests();
    for (let id = 0; id < HELD_REQUESTS + 5; id += 1) {
      requests.functionLog(printed(id, `before ${id}`));
      // Of many lengths: short ones are written over long ones, and long ones over short ones.
      requests.request(record(id, { event: 'e'.repeat((id * 37) % 9000), reason: `${id}` }));
      requests.functionLog(printed(id, `, after ${id}`));
    }
    const all = requests.all();
    const expected = Array.from({ length: HELD_REQUESTS }, (_one, index) => index + 5);
    expect(all.map(({ record: { reason } }) => reason)).toEqual(expected.map(String));
    expect(all.map(({ output }) => output)).toEqual(expected.map((id) => `before ${id}, after ${id}`));
    expect(all.map(({ record: { event = '' } }) => event.length)).toEqual(expected.map((id) => (id * 37) % 9000));
  });

  test('is told together to those who look at the log, and nothing of what was there before', async () => {
    const requests = createHeldRequests();
    requests.request(record(0));
    const told = new Promise<readonly HeldRequest[]>((resolve) => requests.onChange(resolve));
    requests.request(record(1));
    requests.request(record(2));
    expect((await told).map(({ record: { requestId } }) => requestId)).toEqual(['1', '2']);
  });
});

describe('a decision', () => {
  const CLAIMS = { sub: 'alice', amount: new ExactNumber('12345678901234567890') };
  const KEYS = { from: 'memory' } as const;
  const PASSED = { name: 'expiry', result: 'pass', found: 'expires 09:00', expected: 'after 08:00' } as const;
  const allowed = (changes: object = {}, check: object = {}) =>
    ({
      allowed: true,
      checks: [{ ...PASSED, ...check }],
      keys: KEYS,
      claims: CLAIMS,
      scopes: null,
      ...changes,
    }) as Decision;
  const refused = {
    ...{ allowed: false, checks: [], claims: CLAIMS, keys: KEYS },
    failed: { name: 'scope', result: 'fail', code: 'scope', found: '', expected: '' },
    refusal: { status: 403, body: '{}', error: 'e' },
  } as Decision;
  const decisionsOf = (given: readonly (Decision | undefined)[]) => {
    const requests = createHeldRequests();
    for (const [id, decision] of given.entries()) {
      requests.request(record(id, { decision }));
    }
    return requests.all().map(({ record: { decision } }) => decision);
  };

  test('is held as it was, whatever was decided before on the same token', () => {
    const given = [
      allowed(),
      refused,
      allowed({ scopes: ['a'] }, { name: 'scope', expected: 'one of ["a"]' }),
      allowed({}, { expected: 'after 08:01' }),
      allowed({}, { found: 'expires 09:01' }),
      allowed({ keys: { from: 'issuer', milliseconds: 3 } }),
      allowed({ claims: { sub: 'bob' } }),
      undefined,
      allowed(),
    ];
    expect(decisionsOf(given)).toStrictEqual(given);
  });

  test('that says the same of the same token is held once', () => {
    const [first, second] = decisionsOf([allowed(), allowed()]);
    expect(second).toBe(first);
  });
});
