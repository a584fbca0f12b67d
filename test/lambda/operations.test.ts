import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { copyParts } from '../support/project-copy';
import { ROOT, run } from '../support/run';

/** An edit of a file: the text that goes, which is there once, and the one that comes. */
type Edit = readonly [file: string, from: string, to: string];

/** Faults that the compiler finds in functions and descriptions after these edits. */
async function compile(...edits: readonly Edit[]): Promise<string[]> {
  const folder = tempFolder({
    'tsconfig.json': JSON.stringify({
      extends: `${ROOT}/tsconfig.json`,
      compilerOptions: { types: ['node'] },
      files: ['lambda/handler.ts', 'lambda/operations/index.ts'],
    }),
  });
  copyParts(folder, ['config', 'lambda', 'lib']);
  for (const [file, from, to] of edits) {
    const [before = '', after, ...more] = readFileSync(join(folder, file), 'utf8').split(from);
    expect({ file, from, once: after !== undefined && more.length === 0 }).toEqual({ file, from, once: true });
    writeFileSync(join(folder, file), `${before}${to}${after}`);
  }
  const { stdout } = await run([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {}, folder);
  return stdout.split('\n').flatMap((line) => /^(\S+)\(.*error (TS\d+)/.exec(line)?.slice(1, 3).join(' ') ?? []);
}

const ROUTES = 'export const routes = [\n';
const ADDED = "  { method: 'GET', path: '/added', access: { public: 'a test' } },\n";
const OPERATIONS = "  'GET /health': health,\n";

test('functions and descriptions as they are compile', async () => {
  expect(await compile()).toEqual([]);
});

test('a route without code and without schemas does not compile', async () => {
  expect(await compile(['config/routes.ts', ROUTES, ROUTES + ADDED])).toEqual([
    'lambda/handler.ts TS2741',
    'lambda/operations/index.ts TS2741',
  ]);
});

test('schemas without a route do not compile, nor does an example that does not pass them', async () => {
  expect(
    await compile(
      ['lambda/operations/index.ts', OPERATIONS, `${OPERATIONS}  'GET /added': health,\n`],
      ['lambda/operations/health.ts', "well: { status: 'ok' }", "well: { status: 'well' }"],
    ),
  ).toEqual(['lambda/operations/health.ts TS2322', 'lambda/operations/index.ts TS2353']);
});

test('code that answers something else than its schema says does not compile', async () => {
  const handler = 'lambda/handler.ts';
  expect(await compile([handler, "'GET /health': health,", "'GET /health': () => (health(), { status: 7 }),"])).toEqual(
    ['lambda/handler.ts TS2322'],
  );
});
