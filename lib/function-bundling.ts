import { join } from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import { FUNCTION_BUNDLE } from './function-bundle';

const RELATIVE_SOURCES = join(__dirname, 'relative-sources.mjs');

/**
 * Makes one ES module of a function, with a linked source map beside it. Its bytes depend on the sources alone: neither on
 * the folder that it is written to nor on the release of Node that runs esbuild.
 */
export const FUNCTION_BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: FUNCTION_BUNDLE.target,
  mainFields: [...FUNCTION_BUNDLE.mainFields],
  externalModules: [...FUNCTION_BUNDLE.external],
  banner: FUNCTION_BUNDLE.banner.js,
  minify: FUNCTION_BUNDLE.minify,
  sourceMap: FUNCTION_BUNDLE.sourcemap,
  sourceMapMode: SourceMapMode.DEFAULT,
  sourcesContent: FUNCTION_BUNDLE.sourcesContent,
  logLevel: LogLevel.WARNING,
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    // esbuild names the sources as seen from the output folder, which differs from one synthesis to the next.
    afterBundling: (inputDir, outputDir) => [`node "${RELATIVE_SOURCES}" "${inputDir}" "${outputDir}"`],
  },
};
