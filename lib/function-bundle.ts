import type { BuildOptions } from 'esbuild';

/** The three names that CommonJS code expects and an ES module lacks. Node has what they are made of built in. */
const COMMON_JS =
  'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url),{filename:__filename,dirname:__dirname}=import.meta;';

/**
 * esbuild's options for a function of `config/functions.ts`: one ES module with a linked source map. The synthesized function and `npm start`,
 * which bundles an edit without a synthesis, both take them from here, so that they make the same bytes.
 */
export const FUNCTION_BUNDLE = {
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
} as const satisfies BuildOptions;
