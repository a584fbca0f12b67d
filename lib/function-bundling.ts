import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { bundleFiles, bundleOptions } from './function-bundle';

/**
 * The code of a function that esbuild makes of TypeScript, in this process: `index.mjs`, and its source map.
 *
 * @param root - the folder of the project
 * @param entry - the file to bundle, as seen from there: `lambda/handler.ts`
 */
export function bundledCode(root: string, entry: string): Code {
  return Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for, and never run.
      image: DockerImage.fromRegistry('none'),
      // The CDK bundles once what has the same options, among which it does not see the function below.
      command: ['esbuild', entry],
      local: {
        tryBundle(folder) {
          const { outputFiles } = buildSync({ ...bundleOptions(root, entry), logLevel: 'warning' });
          for (const [name, text] of Object.entries(bundleFiles(outputFiles))) {
            writeFileSync(join(folder, name), text);
          }
          return true;
        },
      },
    },
  });
}
