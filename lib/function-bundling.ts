import { join } from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';

/** The three names that CommonJS code expects and an ES module lacks. Node has what they are made of built in. */
const COMMON_JS =
  'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url),{filename:__filename,dirname:__dirname}=import.meta;';

const RELATIVE_SOURCES = join(__dirname, 'relative-sources.mjs');

/**
 * Makes one ES module of a function, with a linked source map beside it. Its bytes depend on the sources alone: neither on
 * the folder that it is written to nor on the release of Node that runs esbuild.
 */
export const FUNCTION_BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  // esbuild renames what a dependency declares under these names itself, because it minifies.
  banner: COMMON_JS,
  minify: true,
  sourceMap: true,
  // Linked: Node finds it, and a stack trace names the lines of lambda/.
  sourceMapMode: SourceMapMode.DEFAULT,
  sourcesContent: false,
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    // esbuild names the sources as seen from the output folder, which differs from one synthesis to the next.
    afterBundling: (inputDir, outputDir) => [`node "${RELATIVE_SOURCES}" "${inputDir}" "${outputDir}"`],
  },
};
