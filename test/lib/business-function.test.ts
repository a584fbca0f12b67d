import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Duration, Stack } from 'aws-cdk-lib';
import { BusinessFunction } from '../../lib/business-function';
import { testApp } from '../support/synth';

describe('the bundle, made for real', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'business-function-'));
  let bundle: string;

  beforeAll(() => {
    const app = testApp({ outdir, bundle: true });
    const stack = new Stack(app, 'Stack');
    new BusinessFunction(stack, 'Business', {
      name: 'quotes',
      code: { entry: 'test/fixtures/lambda/handler.ts' },
      memoryMiB: 256,
      timeout: Duration.seconds(10),
      maxBodyBytes: 32_768,
      logRetention: 30,
    });
    app.synth();
    const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? '';
    bundle = join(outdir, asset, 'index.mjs');
  }, 60_000);

  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test('answers an event when imported as Lambda imports it', () => {
    const event = { routeKey: 'GET /health', headers: {}, requestContext: { requestId: 'request-1' } };
    const script = `
      const { handler } = await import(${JSON.stringify(pathToFileURL(bundle))});
      const response = await handler(${JSON.stringify(event)}, { awsRequestId: 'invocation-1' });
      process.stderr.write(JSON.stringify(response));
    `;
    // The function's log goes to standard output, so the response takes the other way.
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(stderr)).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  });

  test('is at most 50 KB, and holds neither the AWS SDK nor the X-Ray SDK', () => {
    expect(statSync(bundle).size).toBeLessThanOrEqual(50 * 1024);
    expect(readFileSync(bundle, 'utf8')).not.toMatch(/@aws-sdk|@smithy|aws-xray-sdk/);
  });

  test('names the lines of lambda/ in its stack traces, by the map that is linked', () => {
    const event = { routeKey: 'GET /me', headers: {}, requestContext: { requestId: 'request-1' } };
    const script = `
      const { handler } = await import(${JSON.stringify(pathToFileURL(bundle))});
      await handler(${JSON.stringify(event)}, { awsRequestId: 'invocation-1' });
    `;
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      // As the template has it.
      env: { PATH: process.env['PATH'], NODE_OPTIONS: '--enable-source-maps' },
    });
    const source = readFileSync(join(__dirname, '../../lambda/caller.ts'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('throw new Error(')) + 1;
    const logged = stderr.split('\n').find((text) => text.includes('"level":"ERROR"')) ?? '';
    expect(JSON.parse(logged).error.stack).toContain(`${join(dirname(bundle), 'lambda/caller.ts')}:${line}:`);
  });
});
