import { join } from 'node:path';
import { readStacks } from '../../../../local/gateway/assembly/cloud-assembly';
import { faultOf } from '../../support/fault-of';
import { apiResources, assemblyFiles } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

// https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema

const SYNTH = 'run "npx cdk synth", or name the folder that it wrote';
const files = assemblyFiles({ Stack: { Resources: apiResources() } });
const artifact = { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } };

/** The fault of a folder with these files, without the folder's own path. */
function faultIn(changed: Readonly<Record<string, unknown>>, path = ''): string {
  const folder = tempFolder(changed);
  return faultOf(() => readStacks(join(folder, path))).replaceAll(folder, '.');
}

describe('a folder that is no cloud assembly is told by what is there', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    [
      'nothing',
      {},
      'cdk.out',
      `Cloud assembly ./cdk.out — got no such folder — expected the output of cdk synth — ${SYNTH}`,
    ],
    [
      'no manifest',
      { 'package.json': {} },
      '',
      `Cloud assembly . — got a folder without manifest.json — expected the output of cdk synth — ${SYNTH}`,
    ],
    [
      'a file',
      files,
      'manifest.json',
      `Cloud assembly ./manifest.json — got a file — expected the output of cdk synth — ${SYNTH}`,
    ],
  ])('%s', (_, present, path, message) => {
    expect(faultIn(present, path)).toBe(message);
  });
});

describe('a file that cannot be read is named, in one line', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a manifest that is not JSON',
      { 'manifest.json': '<html>\n<b>\n' },
      `./manifest.json — got Unexpected token '<', "<html> <b> " is not valid JSON — expected a JSON file that cdk synth wrote — ${SYNTH}`,
    ],
    [
      'a manifest that is a list',
      { 'manifest.json': [] },
      `./manifest.json — got [] — expected a JSON object — ${SYNTH}`,
    ],
    [
      'a manifest without artifacts',
      { 'manifest.json': { version: '55.0.0' } },
      `./manifest.json: artifacts — got undefined — expected objects by name — ${SYNTH}`,
    ],
    [
      'a stack without template',
      { 'manifest.json': { artifacts: { Stack: { ...artifact, properties: {} } } } },
      `./manifest.json: templateFile — got undefined — expected a file name — ${SYNTH}`,
    ],
    [
      'a template that is not there',
      { 'manifest.json': { artifacts: { Stack: artifact } } },
      `./Stack.template.json — got ENOENT: no such file or directory, open './Stack.template.json' — expected a JSON file that cdk synth wrote — ${SYNTH}`,
    ],
    [
      'a template that was cut off',
      { ...files, 'Stack.template.json': '{ "Resources": {' },
      `./Stack.template.json — got Expected property name or '}' in JSON at position 16 (line 1 column 17) — expected a JSON file that cdk synth wrote — ${SYNTH}`,
    ],
    [
      'resources that are no objects, as a loop of the language extensions makes them',
      { ...files, 'Stack.template.json': { Resources: { 'Fn::ForEach::Routes': ['Name', [], {}] } } },
      `./Stack.template.json: Resources — got {"Fn::ForEach::Routes":["Name",[],{}]} — expected objects by name — ${SYNTH}`,
    ],
    [
      'a resource without type, as an included snippet is one',
      { ...files, 'Stack.template.json': { Resources: { 'Fn::Transform': { Name: 'AWS::Include' } } } },
      `./Stack.template.json: Resources.Fn::Transform.Type — got undefined — expected a resource type — ${SYNTH}`,
    ],
    [
      'an asset manifest that is not there',
      {
        ...files,
        'manifest.json': { artifacts: { A: { type: 'cdk:asset-manifest', properties: { file: 'A.json' } } } },
      },
      `./A.json — got ENOENT: no such file or directory, open './A.json' — expected a JSON file that cdk synth wrote — ${SYNTH}`,
    ],
    [
      'a nested assembly that is not there',
      {
        'manifest.json': {
          artifacts: { Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } },
        },
      },
      `Cloud assembly ./assembly-Prod — got no such folder — expected the output of cdk synth — ${SYNTH}`,
    ],
  ])('%s', (_, changed, message) => {
    const unversioned = message.replace(/ \(line \d+ column \d+\)/, '');
    expect(faultIn(changed).replace(/ \(line \d+ column \d+\)/, '')).toBe(unversioned);
  });
});

describe('the stacks of a cloud assembly', () => {
  const environmentOf = (environment?: string) =>
    readStacks(
      tempFolder({
        'Stack.template.json': {},
        'manifest.json': { artifacts: { Stack: { ...artifact, environment } } },
      }),
    )[0]?.environment;

  test.each([
    ['aws://111122223333/eu-west-1', '111122223333', 'eu-west-1'],
    ['aws://unknown-account/unknown-region', '000000000000', 'us-east-1'],
    ['aws://111122223333/unknown-region', '111122223333', 'us-east-1'],
    ['nonsense', '000000000000', 'us-east-1'],
    [undefined, '000000000000', 'us-east-1'],
  ])('with the environment %s are in account %s, region %s [F138]', (environment, accountId, region) => {
    expect(environmentOf(environment)).toEqual({ stackName: 'Stack', accountId, region });
  });

  test('have the name that the CDK shows, and the one that CloudFormation gets', () => {
    const properties = { ...artifact.properties, stackName: 'my-api-prod' };
    const manifest = { artifacts: { ApiProd: { ...artifact, displayName: 'Prod/Api', properties } } };
    const [stack] = readStacks(tempFolder({ ...files, 'manifest.json': manifest }));
    expect(stack).toMatchObject({ name: 'Prod/Api', environment: { stackName: 'my-api-prod' } });
  });

  test('are read whatever the version of the manifest, and whatever else is in it', () => {
    const manifest = {
      version: '9999.0.0',
      future: true,
      artifacts: { Stack: artifact, Tree: { type: 'cdk:tree' }, New: { type: 'cdk:future' } },
    };
    expect(readStacks(tempFolder({ ...files, 'manifest.json': manifest })).map(({ name }) => name)).toEqual(['Stack']);
  });

  test('may be empty', () => {
    expect(readStacks(tempFolder({ ...files, 'Stack.template.json': {} }))[0]?.template.Resources).toEqual({});
  });

  test('know the files that their templates refer to, and no docker images', () => {
    const folder = tempFolder({
      ...files,
      'Stack.assets.json': {
        files: {
          code: { source: { path: 'asset.code', packaging: 'zip' }, destinations: { one: { objectKey: 'a.zip' } } },
          made: { source: { executable: ['make'] }, destinations: { one: { objectKey: 'b.zip' } } },
        },
        dockerImages: { image: { source: { directory: 'image' }, destinations: { one: { imageTag: 'tag' } } } },
      },
    });
    expect([...(readStacks(folder)[0]?.assets ?? [])]).toEqual([
      ['a.zip', { path: join(folder, 'asset.code'), packaging: 'zip' }],
    ]);
  });
});
