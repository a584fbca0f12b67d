import { join } from 'node:path';
import type { BuildOptions, OutputFile } from 'esbuild';

/** The three names that CommonJS code expects and an ES module lacks. Node has what they are made of built in. */
const COMMON_JS =
  'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url),{filename:__filename,dirname:__dirname}=import.meta;';

/**
 * esbuild's options for a function of `config/functions.ts`: one ES module with a linked source map, which stay in memory. Their bytes
 * depend on the sources alone, neither on the folder that they are written to nor on the release of Node. The synthesized function and
 * `npm start`, which bundles an edit without a synthesis, both take them from here, so that they make the same bytes.
 *
 * @param root - the folder of the project; the map names its sources as seen from there
 * @param entry - the file to bundle, as seen from there: `lambda/handler.ts`
 */
export function bundleOptions(root: string, entry: string) {
  return {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Shipped with Lambda's runtime.
    external: ['@aws-sdk/*', '@smithy/*'],
    // esbuild renames what a dependency declares under these names itself, because it minifies.
    banner: { js: COMMON_JS },
    minify: true,
    // Linked: Node finds it, and a stack trace names the lines of lambda/.
    sourcemap: true,
    sourcesContent: false,
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    // It names the sources as seen from the folder of its output.
    outfile: join(root, 'index.mjs'),
    write: false,
  } satisfies BuildOptions;
}

/** The two files of a bundle, by their names. */
export interface BundleFiles {
  readonly 'index.mjs': string;
  readonly 'index.mjs.map': string;
}

/** The files that esbuild made with {@link bundleOptions}; the map without its line breaks. */
export function bundleFiles(outputFiles: readonly OutputFile[]): BundleFiles {
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { 'index.mjs': text('index.mjs'), 'index.mjs.map': JSON.stringify(JSON.parse(text('index.mjs.map'))) };
}
