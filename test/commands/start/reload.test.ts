import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { configOf } from '../../../commands/project/config-flags';
import { SourceError } from '../../../commands/project/source-faults';
import { type Bundle, type Bundler, createBundler } from '../../../commands/start/function-bundle';
import type { Laptop } from '../../../commands/start/laptop';
import { createReloader } from '../../../commands/start/reload';
import { entryOf, functionsOf, withBundles } from '../../../commands/start/served-bundle';
import { addStack } from '../../../lib/add-stack';
import { bundledCode } from '../../../lib/function-bundling';
import { readAssembly } from '../../../local/gateway/assembly/read-assembly';
import type { ApiModel } from '../../../local/gateway/model';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { copyParts } from '../../support/project-copy';
import { testApp } from '../../support/synth';

jest.setTimeout(240_000);

const outdir = join(tempFolder({}), 'cdk.out');
let assembled: ApiModel;
beforeAll(() => {
  // In this process, so that it is of the configuration of the tests.
  const app = testApp({ outdir, bundle: true });
  addStack(app, configOf(['env=local']));
  app.synth();
  assembled = readAssembly(outdir);
});

/** A laptop that serves the app, of which a reload uses only this. */
function laptop(model = assembled) {
  const served: ApiModel[] = [model];
  return {
    work: tempFolder({}),
    get model() {
      return served.at(-1);
    },
    serve: (next: ApiModel) => served.push(next),
    assemble: jest.fn(async () => model),
    served,
  };
}

type TestLaptop = ReturnType<typeof laptop>;
const asLaptop = (one: TestLaptop) => one as unknown as Laptop;
const stillSo = async () => true;
const BUNDLE: Bundle = {
  entry: 'lambda/handler.ts',
  code: 'export const handler = {"GET /me": 1};',
  map: '{"sources":["lambda/handler.ts"]}',
  inputs: new Set<string>(),
};
const bundlerOf = (bundle: () => Promise<Bundle>) => ({ bundle: async () => [await bundle()], close: async () => {} });

describe('what is bundled after an edit', () => {
  test('has the bytes of what a synthesis makes of the same sources, before the edit and after it', async () => {
    const bundled = async (bundler: Bundler) => {
      const [{ code, map } = BUNDLE] = await bundler.bundle();
      return { 'index.mjs': code, 'index.mjs.map': map };
    };
    const entries = ['lambda/handler.ts'];
    const copy = tempFolder({});
    copyParts(copy, ['config', 'lambda', 'lib', 'tsconfig.json']);
    const [here, there] = await Promise.all([createBundler({ entries }), createBundler({ root: copy, entries })]);
    try {
      expect(await bundled(here)).toEqual(assetIn(outdir));

      expect(await bundled(there)).toEqual(synthesizedIn(copy));
      const file = join(copy, 'lambda/health.ts');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'ok'", "'edited'"));
      const edited = await bundled(there);
      expect(edited).toEqual(synthesizedIn(copy));
      expect(edited['index.mjs']).toContain('edited');
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  });
});

/** The asset of a function as the app makes it, of the code in another folder; the app itself knows its own only. */
function synthesizedIn(project: string): Record<string, string> {
  const app = testApp({ outdir: join(tempFolder({}), 'cdk.out'), bundle: true });
  new LambdaFunction(new Stack(app, 'Stack'), 'Function', {
    code: bundledCode(project, 'lambda/handler.ts'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  return assetIn(app.synth().directory);
}

/** The files of the only asset of code in a cloud assembly, by name. */
function assetIn(assembly: string): Record<string, string> {
  const [asset = ''] = readdirSync(assembly).filter((name) => name.startsWith('asset.'));
  return Object.fromEntries(
    readdirSync(join(assembly, asset)).map((name) => [name, readFileSync(join(assembly, asset, name), 'utf8')]),
  );
}

describe('a reload', () => {
  test('of lambda/ serves the new bundle, says how long it took and what was edited, and synthesizes nothing', async () => {
    const one = laptop();
    let now = 0;
    const bundler = bundlerOf(async () => {
      now += 90;
      return BUNDLE;
    });
    const reloader = createReloader({ laptop: asLaptop(one), bundler, now: () => now });
    expect(await reloader.reload(['lambda/quotes.ts'], stillSo)).toEqual(['reloaded in 90 ms: lambda/quotes.ts']);
    expect(one.assemble).not.toHaveBeenCalled();
    const folders = functionsOf(one.served[1] as ApiModel).map(({ codeDir }) => codeDir);
    expect(new Set(folders).size).toBe(1);
    expect(readFileSync(join(folders[0] ?? '', 'index.mjs'), 'utf8')).toBe(BUNDLE.code);
  });

  test('of a file that the bundle is not made of serves nothing new, and says so', async () => {
    const one = laptop(withBundles(assembled, join(tempFolder({}), 'bundle'), [BUNDLE]));
    const reloader = createReloader({ laptop: asLaptop(one), bundler: bundlerOf(async () => BUNDLE) });
    expect(await reloader.reload(['lambda/notes.ts'], stillSo)).toEqual([
      'nothing to reload: lambda/notes.ts changes nothing that is served',
    ]);
    expect(one.served).toHaveLength(1);
  });

  test.each(['config/routes.ts', 'lib/api-stack.ts'])('of %s synthesizes', async (path) => {
    const one = laptop();
    const bundle = jest.fn(async () => BUNDLE);
    await createReloader({ laptop: asLaptop(one), bundler: bundlerOf(bundle) }).reload([path, 'lambda/me.ts'], stillSo);
    expect(one.assemble).toHaveBeenCalledTimes(1);
    expect(bundle).not.toHaveBeenCalled();
  });

  test('tells no fault of half an edit, of which the rest came meanwhile', async () => {
    const one = laptop();
    const bundle = jest
      .fn(async () => BUNDLE)
      .mockRejectedValueOnce(new SourceError([{ what: 'Unexpected end of file' }]));
    const reloader = createReloader({ laptop: asLaptop(one), bundler: bundlerOf(bundle), now: () => 0 });
    expect(await reloader.reload(['lambda/me.ts'], async () => false)).toBeUndefined();
    expect(await reloader.reload(['lambda/me.ts'], stillSo)).toEqual(['reloaded in 0 ms: lambda/me.ts']);
  });

  test('serves nothing that was edited again meanwhile, and tells of it with the next one', async () => {
    const one = laptop();
    const reloader = createReloader({ laptop: asLaptop(one), bundler: bundlerOf(async () => BUNDLE), now: () => 0 });
    expect(await reloader.reload(['lambda/me.ts'], async () => false)).toBeUndefined();
    expect(one.served).toHaveLength(1);
    expect(await reloader.reload(['lambda/caller.ts'], stillSo)).toEqual([
      'reloaded in 0 ms: lambda/caller.ts, lambda/me.ts',
    ]);
  });

  test('synthesizes after a synthesis that failed, though only lambda/ was edited since', async () => {
    const one = laptop();
    one.assemble.mockRejectedValueOnce(new Error('no'));
    const reloader = createReloader({ laptop: asLaptop(one), bundler: bundlerOf(async () => BUNDLE) });
    await expect(reloader.reload(['config/routes.ts'], stillSo)).rejects.toThrow('no');
    expect(one.served).toHaveLength(1);
    await reloader.reload(['lambda/me.ts'], stillSo);
    expect(one.assemble).toHaveBeenCalledTimes(2);
  });

  test('names routes that came, with whether they have code, that went, and that others may call now', async () => {
    const [health, me, quotes] = assembled.routes.filter(({ routeKey }) => /health|me$|quotes$/.test(routeKey));
    if (!health || !me || !quotes) {
      throw new Error('the routes of the test are gone');
    }
    const next = {
      ...assembled,
      routes: [{ ...health, authorization: me.authorization }, me, { ...me, routeKey: 'GET /quotes/{id}' }],
    };
    const one = laptop();
    one.assemble.mockResolvedValueOnce(next);
    const reloader = createReloader({ laptop: asLaptop(one), bundler: bundlerOf(async () => BUNDLE), now: () => 0 });
    const lines = await reloader.reload(['config/routes.ts'], stillSo);
    expect(lines).toEqual(
      expect.arrayContaining([
        'reloaded in 0 ms: config/routes.ts',
        '+ GET /quotes/{id}: no code for it yet, lambda/handler.ts',
        expect.stringMatching(/^~ GET \/health: any valid token/),
        '- POST /quotes',
      ]),
    );
  });

  test('of one of several functions gives that one another bundle, and leaves the others', async () => {
    const other = tempFolder({
      'index.mjs': 'export const handler = 2;',
      'index.mjs.map': '{"sources":["other.mjs"]}',
    });
    const [first, second, ...rest] = assembled.routes;
    if (first?.target.kind !== 'function' || !second) {
      throw new Error('the routes of the test are gone');
    }
    const ofOther = { ...first, target: { ...first.target, function: { ...first.target.function, codeDir: other } } };
    const model = withBundles({ ...assembled, routes: [ofOther, second, ...rest] }, tempFolder({}), [BUNDLE]);
    expect(functionsOf(model).map(({ codeDir }) => codeDir)[0]).toBe(other);
    expect(functionsOf(model).map(entryOf)).toEqual([undefined, ...[second, ...rest].map(() => BUNDLE.entry)]);
    expect(withBundles(model, tempFolder({}), [BUNDLE])).toBe(model);
  });

  test('of an assembly reads it again', async () => {
    const one = laptop();
    await createReloader({ laptop: asLaptop(one) }).reload(['manifest.json'], stillSo);
    expect(one.assemble).toHaveBeenCalledTimes(1);
  });
});

describe('a source that is no TypeScript', () => {
  test('is told by file, line and the line itself', async () => {
    const root = tempFolder({ 'lambda/handler.ts': "import { a } from './a';\nexport const handler = a;\n" });
    mkdirSync(join(root, 'lambda'), { recursive: true });
    writeFileSync(join(root, 'lambda/a.ts'), 'export const a = 1;\n\tconst b = ;\n');
    const bundler = await createBundler({ root, entries: ['lambda/handler.ts'] });
    await expect(bundler.bundle()).rejects.toMatchObject({
      message: 'lambda/a.ts:2:12: Unexpected ";"\n  2 | \tconst b = ;\n      \t          ^',
      faults: [{ file: 'lambda/a.ts', line: 2 }],
    });
    writeFileSync(join(root, 'lambda/a.ts'), 'export const a = 1;\n');
    expect((await bundler.bundle())[0]?.inputs).toEqual(new Set(['lambda/a.ts', 'lambda/handler.ts']));
    await bundler.close();
  });
});
