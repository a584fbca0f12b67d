import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { Target } from '../../../../local/gateway/model';
import { type ApiFixture, apiResources, assemblyFiles, writeAssembly } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

const targetOf = (fixture: ApiFixture): Target | undefined => readAssembly(writeAssembly(fixture)).routes[0]?.target;

describe('a function', () => {
  test("has Lambda's defaults where the template says nothing", () => {
    expect(targetOf({})).toMatchObject({
      timeoutMs: 30_000,
      function: {
        id: 'Function',
        name: 'Function',
        arn: 'arn:aws:lambda:eu-west-1:111122223333:function:Function',
        version: '$LATEST',
        timeoutMs: 3000,
        memoryMiB: 128,
        environment: {},
        logGroup: '/aws/lambda/Function',
        logFormat: 'Text',
      },
    });
  });

  test.each(['nodejs14.x', 'nodejs20.x', 'nodejs24.x'])('may be one of %s', (Runtime) => {
    expect(targetOf({ fn: { Runtime } })).toMatchObject({ function: { runtime: Runtime } });
  });

  test('of code in the template is that code in a folder, as index.js [F18]', () => {
    const code = { 'Fn::Join': ['\n', ['exports.handler = async () =>', { 'Fn::Sub': '"${AWS::Region}";' }]] };
    const [one, same, other] = [code, code, 'exports.other = 1;'].map((ZipFile) => {
      const target = targetOf({ fn: { Code: { ZipFile } } });
      return target?.kind === 'function' ? target.function.codeDir : '';
    });
    expect(readdirSync(one ?? '')).toEqual(['index.js']);
    expect(readFileSync(join(one ?? '', 'index.js'), 'utf8')).toBe('exports.handler = async () =>\n"eu-west-1";');
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test('that an ARN names which is written out is found, though its stack leaves the account to the deployment', () => {
    const named = apiResources({
      fn: { FunctionName: 'far' },
      integration: { IntegrationUri: 'arn:aws:lambda:us-east-1:111122223333:function:far' },
    });
    const folder = tempFolder(
      assemblyFiles({ Stack: { Resources: named } }, undefined, 'aws://unknown-account/unknown-region'),
    );
    expect(readAssembly(folder).routes[0]?.target).toMatchObject({ function: { id: 'Function', name: 'far' } });
  });

  test('is not one of its name in another region or account', () => {
    for (const place of ['eu-west-2:111122223333', 'eu-west-1:999999999999']) {
      const integration = { IntegrationUri: `arn:aws:lambda:${place}:function:far` };
      expect(targetOf({ fn: { FunctionName: 'far' }, integration })).toMatchObject({
        kind: 'not emulated',
        reason: 'Stack/Integration: IntegrationUri: the function far is not in the assembly',
      });
    }
  });

  test('is found beside one whose name is known only once it is deployed', () => {
    const Other = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { 'Fn::ImportValue': 'name' } } };
    const { Function: fn, ...resources } = apiResources();
    const folder = tempFolder(assemblyFiles({ Stack: { Resources: { Other, ...resources, Function: fn } } }));
    expect(readAssembly(folder).routes[0]?.target).toMatchObject({ function: { id: 'Function' } });
  });

  test('has the values of its variables as text, with all references resolved', () => {
    const Variables = {
      TABLE: { Ref: 'Api' },
      LIMIT: 10,
      ON: true,
      EMPTY: '',
      JOINED: { 'Fn::Join': [':', ['a', { Ref: 'AWS::Region' }]] },
      GONE: { Ref: 'AWS::NoValue' },
    };
    expect(targetOf({ fn: { Environment: { Variables } } })).toMatchObject({
      function: { environment: { TABLE: 'Api', LIMIT: '10', ON: 'true', EMPTY: '', JOINED: 'a:eu-west-1' } },
    });
  });
});

describe('a function that cannot run as in Lambda is refused', () => {
  test.each<[string, ApiFixture['fn'], string]>([
    ['another language', { Runtime: 'python3.13' }, 'Runtime python3.13 is not emulated'],
    ['a custom runtime', { Runtime: 'provided.al2023' }, 'Runtime provided.al2023 is not emulated'],
    ['a runtime that only begins like one', { Runtime: 'nodejs20.x-edge' }, 'Runtime nodejs20.x-edge is not emulated'],
    ['no runtime', { Runtime: undefined }, 'Runtime none is not emulated'],
    [
      'an image',
      { PackageType: 'Image', ImageConfig: {}, Code: { ImageUri: 'a' }, Runtime: undefined, Handler: undefined },
      'PackageType Image is not emulated',
    ],
    ['a layer', { Layers: ['arn:aws:lambda:eu-west-1:1:layer:a:1'] }, 'Layers is not emulated'],
    ['a file system', { FileSystemConfigs: [{ Arn: 'a' }] }, 'FileSystemConfigs is not emulated'],
    [
      'no code',
      { Code: undefined },
      'Code: only code from an asset or in the template is emulated, it has no S3Key or ZipFile',
    ],
    [
      'code of which the assembly knows nothing',
      { Code: { S3Bucket: 'mine', S3Key: 'far.zip' } },
      'Code.S3Key: far.zip is not a folder among the assets of the assembly',
    ],
    [
      'code that is known only once it is deployed',
      { Code: { S3Bucket: 'b', S3Key: { 'Fn::ImportValue': 'key' } } },
      'Code: no stack of the assembly exports "key"',
    ],
    [
      'a variable that is known only once it is deployed',
      { Environment: { Variables: { A: '{{resolve:secretsmanager:s}}' } } },
      'Environment: the dynamic reference {{resolve:secretsmanager:s}} is known only once it is deployed',
    ],
    [
      'a variable that is no text',
      { Environment: { Variables: { A: ['x'] } } },
      'Environment.Variables.A: ["x"] is not a string',
    ],
    ['variables that are a list', { Environment: { Variables: [] } }, 'Environment.Variables: [] is not an object'],
    ['a timeout that is no number', { Timeout: 'soon' }, 'Timeout: "soon" is not a number'],
    ['memory that is no number', { MemorySize: '' }, 'MemorySize: "" is not a number'],
  ])('%s [F223] [F224]', (_, fn, reason) => {
    expect(targetOf({ fn })).toEqual({ kind: 'not emulated', reason: `Stack/Function: ${reason}` });
  });

  test('code that is a zip file', () => {
    const folder = tempFolder({
      ...assemblyFiles({ Stack: { Resources: apiResources() } }),
      'Stack.assets.json': {
        files: {
          code: { source: { path: 'code.zip', packaging: 'file' }, destinations: { one: { objectKey: 'code.zip' } } },
        },
      },
    });
    expect(readAssembly(folder).routes[0]?.target).toEqual({
      kind: 'not emulated',
      reason: 'Stack/Function: Code.S3Key: code.zip is not a folder among the assets of the assembly',
    });
  });

  test('code that is not on disk, as after a synth without bundling', () => {
    const folder = tempFolder(assemblyFiles({ Stack: { Resources: apiResources() } }, {}));
    expect(readAssembly(folder).routes[0]?.target).toEqual({
      kind: 'not emulated',
      reason: `Stack/Function: Code: there is no folder ${join(folder, 'asset.code')}; synthesize again, with bundling`,
    });
  });
});
