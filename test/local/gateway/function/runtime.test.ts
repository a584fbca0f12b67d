import { dirname, join } from 'node:path';
import type { FunctionLog } from '../../../../local/gateway/function/function-pool';
import { shareTestPool, startTestPool } from '../support/test-pool';

// What a function finds around it.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html

const FN = {
  Environment: { Variables: { TABLE: 'quotes', AWS_REGION: 'elsewhere', TZ: 'Europe/Berlin' } },
  FunctionName: 'quotes',
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', LogGroup: '/logs' },
  MemorySize: 256,
  Timeout: 7,
};

describe('the environment variables of a function', () => {
  const RETURNS_ENV = 'export const handler = async () => ({ ...process.env });';

  test("are the template's and Lambda's own, which win, and nothing of the host's [F165]", async () => {
    process.env['SECRET_OF_THE_HOST'] = 'secret';
    const { result } = startTestPool(RETURNS_ENV, FN);
    const variables = (await result()) as Record<string, string>;
    const { HOME: home = '', LAMBDA_TASK_ROOT: taskRoot = '' } = variables;
    expect(variables).toEqual({
      TABLE: 'quotes',
      TZ: 'Europe/Berlin',
      LANG: 'en_US.UTF-8',
      PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      HOME: join(dirname(taskRoot), '1', 'home'),
      TMPDIR: join(dirname(taskRoot), '1', 'tmp'),
      AWS_CONFIG_FILE: join(home, '.aws/config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: 'Root=1-2-3',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'quotes',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_GROUP_NAME: '/logs',
      AWS_LAMBDA_LOG_LEVEL: 'WARN',
      AWS_LAMBDA_LOG_STREAM_NAME: 'local/[$LATEST]',
      AWS_REGION: 'eu-west-1',
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      LAMBDA_TASK_ROOT: expect.stringMatching(/[/\\]http-api-function-[0-9a-f-]{36}[/\\]task$/),
    });
    delete process.env['SECRET_OF_THE_HOST'];
  });

  test('that it sets stay in its environment', async () => {
    const { result } = startTestPool(`
      export const handler = async () => { const { SET = 'no' } = process.env; process.env.SET = 'yes'; return SET; };`);
    expect([await result(), await result()]).toEqual(['no', 'yes']);
    expect(process.env['SET']).toBeUndefined();
  });
});

describe('the context of an invocation', () => {
  const pool = shareTestPool(
    `export const handler = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });`,
    FN,
  );

  test("has Lambda's fields [F175]", async () => {
    const { invoke } = pool();
    const invocation = await invoke();
    expect(invocation.kind === 'result' && JSON.parse(invocation.json)).toEqual({
      awsRequestId: invocation.requestId,
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'quotes',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:quotes',
      logGroupName: '/logs',
      logStreamName: 'local/[$LATEST]',
      memoryLimitInMB: '256',
      remaining: expect.any(Number),
    });
  });

  test('has an id of its own', async () => {
    const { invoke } = pool();
    const ids = [await invoke(), await invoke()].map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('tells the time that remains, from the timeout down [F175]', async () => {
    const { result } = startTestPool(
      `export const handler = async (event, context) => {
        const first = context.getRemainingTimeInMillis();
        Date.now = ((now) => () => now + 2000)(Date.now());
        return [first, context.getRemainingTimeInMillis()];
      };`,
      FN,
    );
    const [first, later] = (await result()) as [number, number];
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(7000);
    expect(later).toBeLessThanOrEqual(first - 2000);
  });
});

describe('what a function prints', () => {
  const pool = shareTestPool(`
    import { execSync } from 'node:child_process';
    import { createWriteStream, write, writeSync, writevSync } from 'node:fs';
    import { promisify } from 'node:util';
    const prints = {
      async wherever() {
        console.log('log %d', 1);
        console.error('error');
        process.stdout.write('out');
        await new Promise((written) => process.stderr.write(Buffer.from('err'), written));
        writeSync(1, 'sync out');
        writeSync(2, Buffer.from('--sync err--'), 2, 8);
      },
      async whateverWay() {
        writevSync(1, [Buffer.from('a'), Buffer.from('b\\n')]);
        await promisify(write)(1, 'callback\\n');
        execSync('echo inherited; echo of stderr >&2', { stdio: 'inherit' });
        await new Promise((done) => createWriteStream('', { fd: 1, autoClose: false }).end('stream\\n', done));
      },
      async manyLines() {
        for (let line = 0; line < 2000; line++) console.log(line + 'é'.repeat(300));
        process.stdout.write('the end');
      },
    };
    export const handler = (what) => prints[what]();`);

  /** What is told of one of them. */
  async function logsOf(what: string): Promise<readonly FunctionLog[]> {
    const { logs, result } = pool();
    const earlier = logs.length;
    await result(what);
    return logs.slice(earlier);
  }

  test('is told with the function and the stream, wherever it is written to [F171]', async () => {
    const logs = await logsOf('wherever');
    const printed = (stream: string) => logs.filter((log) => log.stream === stream).map(({ text }) => text);
    // Lambda's runtime, too, has one stream for all levels of the console, so that its lines keep their order.
    expect(printed('stdout').join('')).toBe('log 1\nerror\noutsync out');
    expect(printed('stderr').join('')).toBe('errsync err');
    expect(new Set(logs.map(({ functionId }) => functionId))).toEqual(new Set(['Function']));
  });

  test('is told whatever way it takes to descriptors 1 and 2: past process.stdout, or through a process of its own [F171]', async () => {
    const logs = await logsOf('whateverWay');
    const printed = (stream: string) => logs.filter((log) => log.stream === stream).map(({ text }) => text);
    expect(printed('stdout').join('')).toBe('ab\ncallback\ninherited\nstream\n');
    expect(printed('stderr').join('')).toBe('of stderr\n');
  });

  test('comes to its end when the function closes its descriptors, which are not those of the gateway [F171]', async () => {
    const { result, logs } = startTestPool(`
      import { closeSync, writeSync } from 'node:fs';
      export const handler = async () => { writeSync(1, 'before'); closeSync(1); closeSync(2); return 'done'; };`);
    expect(await result()).toBe('done');
    expect(logs.map(({ text }) => text)).toEqual(['before']);
    expect(() => process.stdout.write('')).not.toThrow();
  });

  test('is told in whole lines, and before the result [F171]', async () => {
    const logs = await logsOf('manyLines');
    expect(logs.slice(0, -1).filter(({ text }) => !text.endsWith('\n'))).toEqual([]);
    const lines = logs
      .map(({ text }) => text)
      .join('')
      .split('\n');
    expect(lines.slice(0, -1)).toEqual(Array.from({ length: 2000 }, (_, line) => line + 'é'.repeat(300)));
    expect(lines.at(-1)).toBe('the end');
  });

  test('is told all of it where it dies after much of it [F171]', async () => {
    const { invoke, logs } = startTestPool(`
      export const handler = async () => { process.stdout.write('#'.repeat(3e6)); process.stderr.write('%'.repeat(1e6)); process.exit(3); };`);
    await invoke();
    const lengths = (character: string) =>
      logs.map(({ text }) => text.split(character).length - 1).reduce((a, b) => a + b);
    expect([lengths('#'), lengths('%')]).toEqual([3e6, 1e6]);
  });

  test('is told also where it dies right after', async () => {
    const { invoke, logs } = startTestPool(`
      export const handler = async () => { console.log('last words'); process.exit(3); };`);
    await invoke();
    expect(logs[0]).toMatchObject({ functionId: 'Function', stream: 'stdout', text: 'last words\n' });
  });
});

describe('a handler', () => {
  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, unknown>>]>([
    ['an ES module', { 'index.mjs': `export const handler = async () => 'here';` }, {}],
    [
      'a CommonJS module, which is not the main one',
      { 'index.js': `const { main } = require; exports.handler = async () => main ?? process.mainModule ?? 'here';` },
      {},
    ],
    ['a CommonJS module by its ending', { 'index.cjs': `module.exports = { handler: async () => 'here' };` }, {}],
    [
      'an ES module by its package',
      { 'package.json': '{"type":"module"}', 'index.js': `export const handler = async () => 'here';` },
      {},
    ],
    [
      'one in a folder, below an object',
      { 'src/app.mjs': `export const api = { v1: { get: async () => 'here' } };` },
      { Handler: 'src/app.api.v1.get' },
    ],
    [
      'one with what it imports beside it',
      {
        'index.mjs': `export { handler } from './other.mjs';`,
        'other.mjs': `export const handler = async () => 'here';`,
      },
      {},
    ],
    ['one after a top-level await', { 'index.mjs': `await null; export const handler = async () => 'here';` }, {}],
    ['one that is not async', { 'index.mjs': `export const handler = () => 'here';` }, {}],
    [
      'one that returns what is like a promise',
      { 'index.mjs': `export const handler = () => ({ then: (done) => done('here') });` },
      {},
    ],
    [
      'one that calls back',
      { 'index.js': `exports.handler = (event, context, callback) => setImmediate(callback, null, 'here');` },
      { Runtime: 'nodejs22.x' },
    ],
    [
      'one that could call back, and is async',
      { 'index.js': `exports.handler = async (event, context, callback) => 'here';` },
      { Runtime: 'nodejs22.x' },
    ],
  ])('may be %s [F173] [F174]', async (_, code, fn) => {
    expect(await startTestPool(code, fn).result()).toBe('here');
  });

  const RETURNED: readonly [value: string, json: string][] = [
    ['undefined', 'null'],
    ['null', 'null'],
    ['() => 1', 'null'],
    ['NaN', 'null'],
    ['new Date(0)', '"1970-01-01T00:00:00.000Z"'],
    ['({ a: undefined, b: [undefined] })', '{"b":[null]}'],
    [`'é'`, '"é"'],
  ];
  const pool = shareTestPool(
    `const values = [${RETURNED.map(([value]) => value).join(', ')}];
    export const handler = async ({ index }) => values[index];`,
  );

  test.each(RETURNED)('that returns %s returns %s [F186]', async (value, json) => {
    const index = RETURNED.findIndex(([one]) => one === value);
    expect(await pool().invoke({ index })).toMatchObject({ kind: 'result', json });
  });
});
