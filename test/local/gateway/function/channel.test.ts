import { RETURNS_BODY } from '../support/code';
import { startTestGateway } from '../support/test-gateway';
import { shareTestPool, startTestPool } from '../support/test-pool';

// Between the gateway and a function's process there is a channel, which the function's code is not to know of.

/** A function that counts, and does one of these things when the event names it. */
const ifBad = (statements: readonly (readonly [what: string, statements: string, ...unknown[]])[]) => `
import { writeSync, closeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
const frame = (text) => {
  const bytes = Buffer.alloc(4 + Buffer.byteLength(text));
  bytes.writeUInt32BE(bytes.length - 4);
  bytes.write(text, 4);
  return bytes;
};
const bad = {${statements.map(([what, text]) => `${JSON.stringify(what)}: async (context) => { ${text} },`).join('\n')}};
let count = 0;
export const handler = async (event, context) => {
  count += 1;
  await bad[event.bad]?.(context);
  return count;
};`;

test("a function's code has no channel at hand [F172]", async () => {
  const { result } = startTestPool(`
    import { isMainThread, parentPort } from 'node:worker_threads';
    export const handler = async () => [isMainThread, parentPort, process.send ?? null, process.channel ?? null];`);
  expect(await result()).toEqual([true, null, null, null]);
});

describe('what the gateway does not understand fails its invocation and ends its environment', () => {
  const forever = 'await new Promise(() => {});';
  const INVOCATION = `{"kind":"result","requestId":"other","cpuMs":0,"idleMs":0}`;

  const MESSAGES: readonly [what: string, statements: string, reason: string][] = [
    ['bytes that are no frame', `writeSync(3, 'all sorts of things'); ${forever}`, 'a frame of 1634495520 bytes'],
    ['a frame that is no JSON', `writeSync(3, frame('{')); ${forever}`, 'Expected property name'],
    ['null', `writeSync(3, frame('null')); ${forever}`, 'a message without a head'],
    ['a string', `writeSync(3, frame('"result"')); ${forever}`, 'a message without a head'],
    ['a kind that is none', `writeSync(3, frame('{"kind":"log"}')); ${forever}`, 'a message of no known form'],
    [
      'a result without its times',
      `writeSync(3, frame('{"kind":"result","requestId":""}')); ${forever}`,
      'a message of no known form',
    ],
    [
      'a failure without a reason',
      `writeSync(3, frame('${INVOCATION.replace('result', 'failed')}')); ${forever}`,
      'a message of no known form',
    ],
    [
      'the result of another invocation',
      `writeSync(3, frame('${INVOCATION}\\n1')); ${forever}`,
      'the result of an invocation that does not run',
    ],
    [
      'a result that is no JSON',
      `writeSync(3, frame('${INVOCATION}\\n{"statusCode":'.replace('other', context.awsRequestId))); ${forever}`,
      'a result that is no JSON',
    ],
    [
      'that it is ready, once more',
      `writeSync(3, frame('{"kind":"ready"}')); ${forever}`,
      'that it is initialized, once more',
    ],
  ];
  const pool = shareTestPool(ifBad(MESSAGES));

  test.each(MESSAGES)('%s [F172]', async (bad, _, reason) => {
    const { invoke, logs } = pool();
    expect(await invoke()).toMatchObject({ kind: 'result' });
    const printed = logs.length;
    const failed = await invoke({ bad });
    expect(failed).toMatchObject({
      kind: 'failed',
      errorType: 'Gateway.UnknownMessage',
      errorMessage: expect.stringContaining(`The gateway does not understand what it was sent: ${reason}`),
    });
    expect(
      logs
        .slice(printed)
        .map(({ text }) => text)
        .join(''),
    ).toContain('Gateway.UnknownMessage');
    expect(await invoke()).toMatchObject({ kind: 'result', json: '1' });
  });

  test('a channel that the function closes', async () => {
    const CLOSES = [
      'closes',
      'closeSync(3); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);',
    ] as const;
    const { invoke } = startTestPool(ifBad([CLOSES]));
    expect(await invoke({ bad: 'closes' })).toMatchObject({ kind: 'failed' });
    expect(await invoke()).toMatchObject({ kind: 'result', json: '1' });
  });

  test('and nothing else: the gateway goes on, and so do other invocations [F172]', async () => {
    const gateway = await startTestGateway({ routes: { 'POST /run': {} } }, RETURNS_BODY);
    const evaluate = (body: string) =>
      gateway.send({ method: 'POST', path: '/run', headers: { 'content-type': 'text/plain' }, body });
    const bad = `import('node:fs').then((fs) => { fs.writeSync(3, 'nonsense of some length'); return new Promise(() => {}); })`;
    const answers = await Promise.all([evaluate(bad), evaluate('"fine"')]);
    expect(answers[0]).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(answers[1]).toMatchObject({ status: 200, body: 'fine' });
    expect(await evaluate('"still"')).toMatchObject({ status: 200, body: 'still' });
  });
});

test('an event and a result of nearly 6 MB pass through it whole', async () => {
  const { result } = startTestPool('export const handler = async (event) => event;');
  const event = { text: 'é"😀\n'.repeat(500_000) };
  expect(await result(event)).toEqual(event);
});
