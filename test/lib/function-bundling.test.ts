import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundledCode } from '../../lib/function-bundling';
import { ROOT, run } from '../support/run';
import { testApp } from '../support/synth';

const folder = mkdtempSync(join(tmpdir(), 'function-bundling-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The bundle of a project of these files, by the name of each file of the asset. */
function bundle(files: Readonly<Record<string, string>>, outdir: string): Record<string, string> {
  const project = join(folder, 'project');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  return bundleOf(project, 'src/handler.ts', outdir);
}

/** The bundle of a file of a project. */
function bundleOf(project: string, entry: string, outdir: string): Record<string, string> {
  const app = testApp({ outdir, bundle: true });
  new LambdaFunction(new Stack(app, 'Stack'), 'Function', {
    code: bundledCode(project, entry),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  app.synth();
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? '';
  return Object.fromEntries(
    readdirSync(join(outdir, asset)).map((name) => [name, readFileSync(join(outdir, asset, name), 'utf8')]),
  );
}

const PROJECT = {
  'src/handler.ts': `
    import { used } from 'common-js';
    import { own } from 'es-module';
    export const handler = () => ({ ...used(), own });
  `,
  'node_modules/common-js/package.json': '{ "name": "common-js", "main": "index.js", "sideEffects": false }',
  'node_modules/common-js/index.js': `
    const { EventEmitter } = require('events');
    const computed = require(['pa', 'th'].join(''));
    exports.used = () => ({ emitter: typeof EventEmitter, computed: computed.basename(__filename), inside: typeof __dirname });
  `,
  // What ES modules write that need the three names themselves.
  'node_modules/es-module/package.json':
    '{ "name": "es-module", "type": "module", "sideEffects": false, "main": "index.js" }',
  'node_modules/es-module/index.js': `
    import { createRequire } from 'node:module';
    import { dirname } from 'node:path';
    import { fileURLToPath } from 'node:url';
    const require = createRequire(import.meta.url);
    const __filename = fileURLToPath(import.meta.url);
    const __dirname = dirname(__filename);
    export const own = typeof require('node:os').platform() + typeof __dirname;
    export const unused = 'nobody asks for this text';
  `,
};

test('a CommonJS package that asks for built-in modules, computed ones and its own folder works in the bundle', async () => {
  const { 'index.mjs': code = '' } = bundle(PROJECT, join(folder, 'out'));
  const file = join(folder, 'index.mjs');
  writeFileSync(file, code);
  const script = `import(${JSON.stringify(file)}).then(({ handler }) => console.log(JSON.stringify(handler())))`;
  const { stdout, stderr } = await run(['-e', script]);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    emitter: 'function',
    computed: 'index.mjs',
    inside: 'string',
    own: 'stringstring',
  });
});

test('what nobody uses is not in the bundle', () => {
  expect(bundle(PROJECT, join(folder, 'shaken'))['index.mjs']).not.toContain('nobody asks for this text');
});

test('bundle and map have the same bytes in whatever folder they are written to', () => {
  const here = bundle(PROJECT, join(folder, 'here'));
  expect(bundle(PROJECT, join(folder, 'further/down/and/away'))).toEqual(here);
  expect(Object.keys(here).sort()).toEqual(['index.mjs', 'index.mjs.map']);
});

test('the map names its sources as seen from the project, and not what is in them', () => {
  const map = JSON.parse(bundle(PROJECT, join(folder, 'mapped'))['index.mjs.map'] ?? '');
  expect(map.sources.sort()).toEqual([
    'node_modules/common-js/index.js',
    'node_modules/es-module/index.js',
    'src/handler.ts',
  ]);
  expect(map).not.toHaveProperty('sourcesContent');
});

test('the bundle of the shipped function is below 50 KB, and has nothing in it of what describes the API', () => {
  const { 'index.mjs': code = '' } = bundleOf(ROOT, 'lambda/handler.ts', join(folder, 'shipped'));
  expect(Buffer.byteLength(code)).toBeLessThan(50 * 1024);
  // A summary, a description and an example of lambda/operations, and the dialect of its schemas.
  for (const text of [
    'Says who calls',
    'The client that the token was issued to',
    '12.5 % of transport',
    'json-schema',
  ]) {
    expect(code).not.toContain(text);
  }
});
