import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTaskRoot } from '../../../../local/gateway/function/task-root';
import { tempFolder } from '../support/temp-folders';
import { startTestPool } from '../support/test-pool';

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included

const ESM = `import { S3Client } from '@aws-sdk/client-s3'; export const handler = async () => new S3Client().from;`;
const CJS = `const { S3Client } = require('@aws-sdk/client-s3'); exports.handler = async () => new S3Client().from;`;

/** Puts a package that names where it is from into a `node_modules`, with a dependency that only that has. */
function install(folder: string, from: string): void {
  const files = {
    '@aws-sdk/client-s3/package.json': '{"name":"@aws-sdk/client-s3","main":"index.js"}',
    '@aws-sdk/client-s3/index.js': `exports.S3Client = class { from = '${from}' + require('@smithy/core') + require('plain'); };`,
    '@smithy/core/package.json': '{"name":"@smithy/core","main":"index.js"}',
    '@smithy/core/index.js': `module.exports = ' with smithy';`,
    'plain/package.json': '{"name":"plain","main":"index.js"}',
    'plain/index.js': `module.exports = ' and plain';`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'node_modules', dirname(path)), { recursive: true });
    writeFileSync(join(folder, 'node_modules', path), text);
  }
}

describe("the AWS SDK of Lambda's runtime", () => {
  test.each([
    ['import', { 'index.mjs': ESM }],
    ['require', { 'index.js': CJS }],
    [
      'import of an invocation',
      {
        'index.mjs': `export const handler = async () => { const { S3Client } = await import('@aws-sdk/client-s3'); return new S3Client().from; };`,
      },
    ],
  ])('is found by %s in the node_modules of the project that has the assembly [F170]', async (_, code) => {
    const { fn, result } = startTestPool(code as Readonly<Record<string, string>>);
    install(dirname(fn.codeDir), 'the project');
    expect(await result()).toBe('the project with smithy and plain');
  });

  test("is the code's own where that brings one [F170]", async () => {
    const { fn, result } = startTestPool(ESM);
    install(dirname(fn.codeDir), 'the project');
    install(fn.codeDir, 'the bundle');
    expect(await result()).toBe('the bundle with smithy and plain');
  });

  test('is found in the project of the gateway where the one of the assembly has none', async () => {
    const [code, project] = [tempFolder({ 'cdk.out/asset/index.mjs': '' }), tempFolder({})];
    install(project, 'here');
    const root = await createTaskRoot(join(code, 'cdk.out/asset'), join(project, 'cdk.out'));
    const { taskRoot } = root.addEnvironment();
    expect(require.resolve('@aws-sdk/client-s3', { paths: [taskRoot] })).toBe(
      join(project, 'node_modules/@aws-sdk/client-s3/index.js'),
    );
    await root.clear();
  });

  test('is all that is found there: nothing else that the project has is in Lambda', async () => {
    const { fn, invoke } = startTestPool(`import 'plain'; export const handler = async () => 1;`);
    install(dirname(fn.codeDir), 'the project');
    expect(await invoke()).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining("Cannot find package 'plain'"),
    });
  });

  test.each([
    ['import', { 'index.mjs': `import '@aws-sdk/client-nowhere/deep.js'; export const handler = async () => 1;` }],
    ['require', { 'index.js': `require('@aws-sdk/client-nowhere'); exports.handler = async () => 1;` }],
    [
      'import of an invocation',
      { 'index.mjs': `export const handler = async () => import('@aws-sdk/client-nowhere');` },
    ],
  ])('that is nowhere is an error of %s that says how to have it here [F170]', async (_, code) => {
    expect(await startTestPool(code as Readonly<Record<string, string>>).invoke()).toMatchObject({
      kind: 'failed',
      errorMessage: expect.stringMatching(
        /Cannot find (package|module) '@aws-sdk\/client-nowhere.* \(Lambda's runtime ships @aws-sdk\/client-nowhere; to have it here: npm install --save-dev @aws-sdk\/client-nowhere, or bundle it\)$/s,
      ),
    });
  });
});
