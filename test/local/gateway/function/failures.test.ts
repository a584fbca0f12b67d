import { shareTestPool, startTestPool, type TestPool } from '../support/test-pool';

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client

/** A function that counts, and does one of these things when the event names it. */
const ifBad = (statements: readonly (readonly [fact: string, statements: string, ...unknown[]])[]) => `
const bad = {${statements.map(([fact, text]) => `${JSON.stringify(fact)}: async () => { ${text} },`).join('\n')}};
let count = 0;
export const handler = async (event) => {
  count += 1;
  return event.bad ? bad[event.bad]() : count;
};`;
/** The request id in a message differs each time. */
const withoutId = (message: string) => message.replace(/RequestId: [0-9a-f-]{36}/, 'RequestId: ID');

describe('an invocation that fails leaves its environment to the next', () => {
  const FAILURES: readonly [fact: string, statements: string, errorType: string, errorMessage: string][] = [
    ['throws', `throw new TypeError('no');`, 'TypeError', 'no'],
    ['rejects', `return Promise.reject(new RangeError('no'));`, 'RangeError', 'no'],
    ['throws what is no error', `throw 'no';`, 'string', 'no'],
    ['throws nothing', `throw undefined;`, 'undefined', 'undefined'],
    ['throws an error with a name of its own', `throw Object.assign(new Error('no'), { name: 'Mine' });`, 'Mine', 'no'],
    [
      'returns a ring',
      `const ring = {}; ring.ring = ring; return ring;`,
      'Runtime.JSONStringifyError',
      'Unable to stringify response body: TypeError: Converting circular structure to JSON',
    ],
    [
      'returns a BigInt',
      `return 1n;`,
      'Runtime.JSONStringifyError',
      'Unable to stringify response body: TypeError: Do not know how to serialize a BigInt',
    ],
    [
      'returns more than 6 MB',
      `return 'é'.repeat(3145778);`,
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    ],
  ];
  const LARGEST = ['returns just 6 MB', `return 'a'.repeat(6291556 - 2);`] as const;
  const pool = shareTestPool(ifBad([...FAILURES, LARGEST]));

  test.each(FAILURES)('%s [F180] [F185]', async (bad, _, errorType, errorMessage) => {
    const { invoke, result, logs } = pool();
    const count = Number(await result());
    const printed = logs.length;
    const failed = await invoke({ bad });
    expect(failed).toMatchObject({ kind: 'failed', errorType, errorMessage: expect.stringContaining(errorMessage) });
    expect(logs.slice(printed)).toEqual([
      {
        functionId: 'Function',
        invocationId: failed.requestId,
        stream: 'stdout',
        text: expect.stringContaining(`\t${failed.requestId}\tERROR\tInvoke Error \t{"errorType":"${errorType}"`),
      },
    ]);
    expect(await result()).toBe(count + 2);
  });

  test('calls back with an error', async () => {
    const { invoke } = startTestPool(
      { 'index.js': `exports.handler = (event, context, callback) => callback(new RangeError('no'));` },
      { Runtime: 'nodejs22.x' },
    );
    expect(await invoke()).toMatchObject({ kind: 'failed', errorType: 'RangeError', errorMessage: 'no' });
  });

  test('returns just 6 MB, which is no failure [F185]', async () => {
    expect(await pool().invoke({ bad: LARGEST[0] })).toMatchObject({ kind: 'result' });
  });
});

describe('an invocation that ends its environment is contained, and the next has a new one', () => {
  const forever = 'await new Promise(() => {});';

  const ENDINGS: readonly [fact: string, statements: string, errorType: string, errorMessage: string][] = [
    [
      'exits with 0',
      'process.exit(0);',
      'Runtime.ExitError',
      'RequestId: ID Error: Runtime exited without providing a reason',
    ],
    [
      'exits with 7',
      'process.exit(7);',
      'Runtime.ExitError',
      'RequestId: ID Error: Runtime exited with error: exit status 7',
    ],
    [
      'throws where nobody catches',
      `setImmediate(() => { throw new TypeError('no'); }); ${forever}`,
      'TypeError',
      'no',
    ],
    [
      'rejects where nobody looks',
      `Promise.reject(new TypeError('no')); ${forever}`,
      'Runtime.UnhandledPromiseRejection',
      'TypeError: no',
    ],
  ];
  const pool = shareTestPool(ifBad(ENDINGS));

  test.each(ENDINGS)('%s [F181] [F182]', (bad, _, errorType, errorMessage) =>
    endsAndIsReplaced(pool(), bad, errorType, errorMessage),
  );

  const OUT_OF_TIME: readonly [fact: string, statements: string][] = [
    ['takes longer than its timeout', forever],
    ['never gives way', 'for (;;);'],
  ];
  const hurried = shareTestPool(ifBad(OUT_OF_TIME), { Timeout: 0.3 });

  test.each(OUT_OF_TIME)('%s [F181] [F182]', (bad) =>
    endsAndIsReplaced(hurried(), bad, 'Sandbox.Timedout', 'RequestId: ID Error: Task timed out after 0.30 seconds'),
  );

  test('takes more memory than it has [F181] [F182]', () => {
    const hoards = ['hoards', 'const all = []; for (;;) all.push(new Array(1000).fill({}));'] as const;
    const error = 'RequestId: ID Error: Runtime exited with error: signal: killed';
    return endsAndIsReplaced(startTestPool(ifBad([hoards]), { MemorySize: 16 }), 'hoards', 'Runtime.ExitError', error);
  });

  async function endsAndIsReplaced({ invoke, logs }: TestPool, bad: string, errorType: string, errorMessage: string) {
    const failed = await invoke({ bad });
    expect(failed).toMatchObject({ kind: 'failed', errorType });
    expect(withoutId('errorMessage' in failed ? failed.errorMessage : '')).toBe(errorMessage);
    expect(logs.map(({ text }) => text).join('')).toContain(failed.requestId);
    expect(await invoke()).toMatchObject({ kind: 'result', json: '1' });
  }

  test('rejects where nobody looks, after it returned', async () => {
    const { invoke, result, printed } = startTestPool(`
      let count = 0;
      export const handler = async () => {
        count += 1;
        if (count === 3) setTimeout(() => Promise.reject(new Error('late')), 5);
        return count;
      };`);
    expect([await result(), await result(), await result()]).toEqual([1, 2, 3]);
    await printed('ERROR\tUnhandled Promise Rejection');
    // One invocation may still have reached the environment that is about to end.
    const [, next] = [await invoke(), await invoke()];
    expect(next).toMatchObject({ kind: 'result', json: expect.stringMatching(/^[12]$/) });
  });
});

describe('a function that cannot be initialized fails its invocations', () => {
  const HANDLER = 'export const handler = async () => 1;';

  test.each<
    readonly [
      fact: string,
      files: Readonly<Record<string, string>>,
      fn: Readonly<Record<string, unknown>>,
      errorType: string,
      errorMessage: string,
    ]
  >([
    [
      'a syntax error',
      { 'index.mjs': 'export const handler = ;' },
      {},
      'Runtime.UserCodeSyntaxError',
      "SyntaxError: Unexpected token ';'",
    ],
    [
      'a syntax error in CommonJS',
      { 'index.js': 'exports.handler = ;' },
      {},
      'Runtime.UserCodeSyntaxError',
      "SyntaxError: Unexpected token ';'",
    ],
    ['throws', { 'index.mjs': `throw new TypeError('no'); ${HANDLER}` }, {}, 'TypeError', 'no'],
    [
      'exits',
      { 'index.mjs': `process.exit(9); ${HANDLER}` },
      {},
      'Runtime.ExitError',
      'RequestId:  Error: Runtime exited with error: exit status 9',
    ],
    [
      'imports what is not there',
      { 'index.mjs': `import './no.mjs'; ${HANDLER}` },
      {},
      'Runtime.ImportModuleError',
      'Cannot find module',
    ],
    [
      'requires what is not there',
      { 'index.js': `require('no-such-package');` },
      {},
      'Runtime.ImportModuleError',
      "Cannot find module 'no-such-package'",
    ],
    [
      'no such file',
      { 'other.mjs': HANDLER },
      {},
      'Runtime.ImportModuleError',
      "Error: Cannot find module 'index' in ",
    ],
    [
      'no such export',
      { 'index.mjs': HANDLER },
      { Handler: 'index.other' },
      'Runtime.HandlerNotFound',
      'index.other is undefined or not exported',
    ],
    [
      'an export that is no function',
      { 'index.mjs': 'export const handler = 1;' },
      {},
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    [
      'a handler without a dot',
      { 'index.mjs': HANDLER },
      { Handler: 'index' },
      'Runtime.MalformedHandlerName',
      "'index' is not a valid handler name.",
    ],
    [
      'no handler',
      { 'index.mjs': HANDLER },
      { Handler: undefined },
      'Runtime.MalformedHandlerName',
      "'' is not a valid handler name.",
    ],
    [
      'a handler outside its folder',
      { 'index.mjs': HANDLER },
      { Handler: '../index.handler' },
      'Runtime.MalformedHandlerName',
      "'../index.handler' is not a valid handler name.",
    ],
    [
      'a handler that calls back, for Node.js 24',
      { 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1);' },
      {},
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    ],
  ])('%s [F174] [F184]', async (_, files, fn, errorType, errorMessage) => {
    expect(await startTestPool(files, fn).invoke()).toMatchObject({
      kind: 'failed',
      errorType,
      errorMessage: expect.stringContaining(errorMessage),
    });
  });

  test('is tried anew for each, and says so in the log', async () => {
    const { invoke, logs } = startTestPool(`throw new TypeError('no');`, {}, 2);
    const outcomes = [...(await Promise.all([invoke(), invoke()])), await invoke()];
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed']);
    const text = expect.stringContaining('\tERROR\tInit Error \t{"errorType":"TypeError"');
    expect(logs).toEqual(Array(3).fill(expect.objectContaining({ stream: 'stdout', text })));
  });

  test('takes longer than the ten seconds that there are for it [F184]', async () => {
    const doNotFake = ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'] as const;
    jest.useFakeTimers({ doNotFake: [...doNotFake] });
    try {
      const { invoke, printed } = startTestPool(`
        console.log('initializing'); await new Promise((done) => setTimeout(done, 1e9));`);
      const outcome = invoke();
      await printed('initializing');
      jest.advanceTimersByTime(10_000);
      expect(await outcome).toMatchObject({
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId:  Error: Init phase timed out after 10.00 seconds',
      });
    } finally {
      jest.useRealTimers();
    }
  });
});
