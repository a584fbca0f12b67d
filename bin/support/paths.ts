import { join } from 'node:path';

/** The folder of the project. */
export const ROOT = join(__dirname, '../..');

/** The pinned CDK CLI, for `node`. */
export const CDK_CLI = join(ROOT, 'node_modules/aws-cdk/bin/cdk');
