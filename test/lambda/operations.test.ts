import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../local/gateway/support/temp-folders';
import { copyParts } from '../support/project-copy';
import { ROOT, run } from '../support/run';

/** An edit of a file: the text that goes, which is there once, and the one that comes. */
type Edit = readonly [file: string, from: string, to: string];

const ROUTES = 'export const routes = [\n';
const ADDED = "  { method: 'GET', path: '/added', access: { public: 'a test' } },\n";
const OPERATIONS = "  'GET /health': health,\n";

/** Edits of the functions and their descriptions, each of a copy. */
const EDITS = {
  none: [],
  'a route': [['config/routes.ts', ROUTES, ROUTES + ADDED]],
  schemas: [
    ['lambda/operations/index.ts', OPERATIONS, `${OPERATIONS}  'GET /added': health,\n`],
    ['lambda/operations/health.ts', "well: { status: 'ok' }", "well: { status: 'well' }"],
  ],
  code: [['lambda/handler.ts', "'GET /health': health,", "'GET /health': () => (health(), { status: 7 }),"]],
} satisfies Record<string, readonly Edit[]>;

/** The faults that the compiler finds in each, by one run for all. */
let compiled: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  const files = Object.keys(EDITS).flatMap((name) =>
    ['lambda/handler.ts', 'lambda/operations/index.ts'].map((file) => `${name}/${file}`),
  );
  const folder = tempFolder({
    'tsconfig.json': JSON.stringify({
      extends: `${ROOT}/tsconfig.json`,
      compilerOptions: { types: ['node'] },
      files,
    }),
  });
  for (const [name, edits] of Object.entries<readonly Edit[]>(EDITS)) {
    const copy = join(folder, name);
    mkdirSync(copy);
    copyParts(copy, ['config', 'lambda'], ['lib']);
    for (const [file, from, to] of edits) {
      const [before = '', after, ...more] = readFileSync(join(copy, file), 'utf8').split(from);
      expect({ file, from, once: after !== undefined && more.length === 0 }).toEqual({ file, from, once: true });
      writeFileSync(join(copy, file), `${before}${to}${after}`);
    }
  }
  // Where the types of Node are found.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const { stdout } = await run([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {}, folder);
  const said = stdout.split('\n').flatMap((line) => {
    const [, place = '', fault = ''] = /^(\S.*?)\(.*error (TS\d+)/.exec(line) ?? [];
    return place === '' ? [] : [`${place} ${fault}`];
  });
  compiled = Object.fromEntries(
    Object.keys(EDITS).map((name) => [
      name,
      said.flatMap((line) => (line.startsWith(`${name}/`) ? [line.slice(name.length + 1)] : [])),
    ]),
  );
  // Nothing else is at fault.
  expect(said).toHaveLength(Object.values(compiled).flat().length);
}, 60_000);

test('functions and descriptions as they are compile', () => {
  expect(compiled['none']).toEqual([]);
});

test('a route without code and without schemas does not compile', () => {
  expect(compiled['a route']).toEqual(['lambda/handler.ts TS2741', 'lambda/operations/index.ts TS2741']);
});

test('schemas without a route do not compile, nor does an example that does not pass them', () => {
  expect(compiled['schemas']).toEqual(['lambda/operations/health.ts TS2322', 'lambda/operations/index.ts TS2353']);
});

test('code that answers something else than its schema says does not compile', () => {
  expect(compiled['code']).toEqual(['lambda/handler.ts TS2322']);
});
