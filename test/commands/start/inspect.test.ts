import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createBundler } from '../../../commands/start/function-bundle';
import type { ApiModel } from '../../../local/gateway/model';
import { writeAssembly } from '../../local/gateway/support/assembly';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { CLAIMS, onlyValid, serveAssembly } from '../../local/gateway/support/test-gateway';
import { ROOT } from '../../support/run';
import { attach, list } from '../support/inspector-client';

jest.setTimeout(120_000);

/** The function's time, in seconds. */
const TIMEOUT_S = 1;

/** A function behind a debugger's port, and a route of it that needs a token. */
async function startDebugged() {
  const bundler = await createBundler({ entries: ['test/fixtures/lambda/handler.ts'], forDebugger: true });
  const [bundle] = await bundler.bundle();
  await bundler.close();
  const assembly = writeAssembly(
    {
      routes: { 'GET /me': { scopes: [] } },
      fn: {
        Timeout: TIMEOUT_S,
        Environment: { Variables: { MAX_BODY_BYTES: '1000', POWERTOOLS_METRICS_NAMESPACE: 'test' } },
      },
      integration: { TimeoutInMillis: TIMEOUT_S * 1000 + 500 },
    },
    { 'index.mjs': bundle?.code ?? '', 'index.mjs.map': bundle?.map ?? '' },
  );
  const claims = { ...CLAIMS, sub: 'client', exp: 4_000_000_000, iat: 1 };
  return serveAssembly(assembly, { debugPort: 0, createAuthorizer: () => onlyValid([], claims) });
}

/** Position of a line of `lambda/me.ts` in the bundle, by the bundle's map. Lines count from 1 in the source, from 0 in the bundle. */
function placeOf(file: string, line: number) {
  const payload = JSON.parse(readFileSync(file, 'utf8'));
  const map = new SourceMap(payload);
  const source = `${pathToFileURL(ROOT)}/lambda/me.ts`;
  for (const lineNumber of payload.mappings.split(';').keys()) {
    for (let columnNumber = 0; columnNumber < 8; columnNumber += 1) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if ('originalSource' in entry && entry.originalLine === line - 1 && entry.originalSource === source) {
        return { lineNumber, columnNumber };
      }
    }
  }
  throw new Error(`${source}:${line} is not in the map`);
}

/** The line of `lambda/me.ts` that holds this, from 1. */
function lineOf(text: string): number {
  return (
    readFileSync(join(ROOT, 'lambda/me.ts'), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

test('a breakpoint in lambda/me.ts, set by its line, holds a request for longer than the timeouts; it is answered when it is resumed', async () => {
  const gateway = await startDebugged();
  const debug = await attach(gateway.debugPort ?? 0);
  await debug.send('Runtime.enable');
  await debug.send('Debugger.enable');
  const script = await debug.event('Debugger.scriptParsed', ({ url }) => url.endsWith('/index.mjs'));

  // As debuggers do: the map that the script names says where its sources are, and where their lines have gone.
  const place = placeOf(fileURLToPath(new URL(script.sourceMapURL, script.url)), lineOf('return {'));
  await debug.send('Debugger.setBreakpoint', {
    location: { scriptId: script.scriptId, ...place },
  });

  const answered = gateway.send({ path: '/me', headers: { authorization: 'valid' } });
  const { callFrames } = await debug.event('Debugger.paused');
  // Names are those of the source, too.
  expect(callFrames[0].functionName).toBe('me');
  await new Promise((resolve) => setTimeout(resolve, TIMEOUT_S * 1000 + 1500));
  expect(gateway.records).toEqual([]);
  await debug.send('Debugger.resume');
  expect((await answered).status).toBe(200);
  expect(gateway.records[0]?.durationMs).toBeGreaterThan(TIMEOUT_S * 1000 + 1500);
  debug.close();
});

test('without a breakpoint the timeout holds, though a debugger is attached', async () => {
  const assembly = writeAssembly(
    { fn: { Timeout: TIMEOUT_S } },
    { 'index.mjs': 'export const handler = () => new Promise(() => {});' },
  );
  const gateway = await serveAssembly(assembly, { debugPort: 0 });
  const debug = await attach(gateway.debugPort ?? 0);
  await debug.send('Debugger.enable');
  expect((await gateway.send({ path: '/me' })).status).toBe(500);
  expect(gateway.records[0]?.reason).toMatch(/^Sandbox\.Timedout: .*Task timed out after 1\.00 seconds$/);
  debug.close();
});

test('the port stays the same after an edit, and leads to the new process', async () => {
  const code = (answer: string) => ({
    'index.mjs': `export const handler = async () => ({ statusCode: 200, body: '${answer}' });`,
  });
  const gateway = await serveAssembly(writeAssembly({}, code('before')), { debugPort: 0 });
  const [before] = await list(gateway.debugPort ?? 0);
  expect((await gateway.send({ path: '/me' })).body).toBe('before');
  const folder = tempFolder(code('after'));
  gateway.replace(withFolder(gateway.model, folder));
  expect((await gateway.send({ path: '/me' })).body).toBe('after');
  const after = await list(gateway.debugPort ?? 0);
  expect(after.map(({ id }) => id)).not.toContain(before.id);
  // What Node's inspector says of itself is no output of the function.
  expect(gateway.logs.map(({ text }) => text).join('')).not.toMatch(/Debugger|inspector/);
});

test('a website whose name leads here learns of no process', async () => {
  const gateway = await startDebugged();
  await expect(list(gateway.debugPort ?? 0, 'attacker.example.com')).rejects.toThrow('403');
});

function withFolder(model: ApiModel, codeDir: string): ApiModel {
  return {
    ...model,
    routes: model.routes.map((route) =>
      route.target.kind === 'function'
        ? { ...route, target: { ...route.target, function: { ...route.target.function, codeDir } } }
        : route,
    ),
  };
}
