import { shortLog, wholeLog } from '../../../commands/start/function-log';
import { createRequestLog } from '../../../commands/start/request-log';
import type { FunctionLog, RequestRecord } from '../../../local/gateway';

const TASK = '/tmp/wso2-http-api-function-0f2c936f-b1cd-4ac9-aab3-f63b0f33d55e/task';
const powertools = (more: object) =>
  JSON.stringify({
    level: 'INFO',
    message: 'Answered',
    timestamp: 'T',
    service: 'quotes',
    route: 'GET /me',
    function_arn: 'arn',
    ...more,
  });

describe('what a function logs, in short', () => {
  it('is level, message, and what the line of the request does not say', () => {
    expect(shortLog(`${powertools({ status: 200, weights: [1, 2] })}\n`)).toEqual([
      'INFO Answered status=200 weights=[1,2]',
    ]);
  });

  it('leaves metrics out', () => {
    expect(shortLog('{"_aws":{"CloudWatchMetrics":[]},"Answered":1}\n')).toEqual([]);
  });

  it('shows an error with the lines of the sources, and none of packages', () => {
    const stack = `TypeError: no\n    at quotes (${TASK}/lambda/quotes.ts:41:9)\n    at x (${TASK}/node_modules/y/z.js:1:1)\n    at run (file:///app/local/gateway/function/runtime.mjs:108:26)\n    at node:internal/main:1:1`;
    const error = { name: 'TypeError', message: 'no', stack };
    expect(shortLog(powertools({ level: 'ERROR', message: 'Failed', status: 500, error }))).toEqual([
      'ERROR Failed status=500',
      '  TypeError: no',
      '    at quotes (lambda/quotes.ts:41:9)',
    ]);
  });

  it('shows what nothing caught likewise', () => {
    const json = JSON.stringify({
      errorType: 'Error',
      errorMessage: 'no',
      stack: ['Error: no', `    at file://${TASK}/lambda/me.ts:3:1`],
    });
    expect(shortLog(`2026-01-01T00:00:00.000Z\t7\tERROR\tInvoke Error \t${json}\n`)).toEqual([
      'ERROR Invoke Error',
      '  Error: no',
      '    at lambda/me.ts:3:1',
    ]);
  });

  it.each([
    ['text', 'plain text'],
    ['JSON that is cut off', '{"level":"IN'],
    ['JSON that is no object', '[1]'],
  ])('is left as it is where it is %s', (_, text) => {
    expect(shortLog(`${text}\n`)).toEqual([text]);
  });

  it('neither steers the terminal nor shows a token', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
    for (const lines of [
      shortLog(powertools({ message: `\u001b[2J${token}`, said: '\u009b1m' })),
      wholeLog(`\u001b[2J${token}`),
    ]) {
      expect(lines.join('')).not.toMatch(/\p{Cc}|eyJ/u);
      expect(lines.join('')).toContain('(a token, not shown)');
    }
  });
});

describe('the lines of a request and its function', () => {
  const printed: string[] = [];
  const log = (verbose: boolean) =>
    createRequestLog({ print: (line) => printed.push(line), paint: (_, text) => text, verbose });
  const said = (text: string, invocationId = 'a') =>
    ({ text, invocationId, functionId: 'F', stream: 'stdout' }) as FunctionLog;
  const answered = (invocationId?: string) =>
    ({ time: 0, method: 'GET', path: '/me', status: 200, durationMs: 3, invocationId }) as RequestRecord;

  beforeEach(() => {
    printed.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('stand below each other, whichever came first', () => {
    const { request, functionLog } = log(false);
    functionLog(said('one\n'));
    functionLog(said('of another\n', 'b'));
    functionLog(said('two\n'));
    request(answered('a'));
    request(answered());
    expect(printed).toEqual([expect.stringContaining('GET /me'), '  one', '  two', expect.stringContaining('GET /me')]);
    request(answered('b'));
    expect(printed.at(-1)).toBe('  of another');
  });

  it('are not kept back for long where the request takes long', () => {
    const { request, functionLog } = log(false);
    functionLog(said('early\n'));
    expect(printed).toEqual([]);
    jest.advanceTimersByTime(1000);
    functionLog(said('late\n'));
    expect(printed).toEqual(['  early', '  late']);
    request(answered('a'));
    expect(printed).toHaveLength(3);
  });

  it('are complete with --verbose', () => {
    const { request, functionLog } = log(true);
    functionLog(said(`${powertools({})}\n{"_aws":{}}\n`));
    request(answered('a'));
    expect(printed.slice(1)).toEqual([`  ${powertools({})}`, '  {"_aws":{}}']);
  });
});
