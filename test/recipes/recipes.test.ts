import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import cdkJson from '../../cdk.json';
import { invoke } from '../commands/support/invoke';
import { copyParts, giveTestConfig } from '../support/project-copy';
import { ROOT } from '../support/run';
import { applyRecipe, type Change, recipesOf, shippedRecipes } from './recipe';
import { recipesCommand } from './recipes-command';

// That types, style and rules are kept, and no other test differs, is what npm run recipes tries.

const recipes = shippedRecipes(ROOT);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

const LIB = readdirSync(join(ROOT, 'lib')).map((name) => join('lib', name));

/** The files of lib/ itself, unlike those in its folders, look for code in the project that they are in. */
const isFile = (path: string) => path.endsWith('.ts');

/** The template of `dev` in a copy of the project, to which a recipe was applied. */
function templateAfter(name: string): Template {
  const recipe = recipes.find((one) => one.name === name);
  if (!recipe) {
    throw new Error(`docs/extending.md has no recipe ${name}`);
  }
  const copy = mkdtempSync(join(tmpdir(), 'recipe-'));
  folders.push(copy);
  copyParts(copy, LIB.filter(isFile), [
    ...LIB.filter((path) => !isFile(path)),
    'lambda/handler.ts',
    'package-lock.json',
    'package.json',
  ]);
  giveTestConfig(copy);
  // The tables and descriptions of lambda/ are in no template, and a user edits them.
  applyRecipe({ changes: recipe.changes.filter((change) => 'content' in change || !isOfCode(change)) }, copy);
  const load = (path: string) => require(join(copy, path));
  const { environments, project } = load('config/environments');
  const { functions } = load('config/functions');
  const { routes } = load('config/routes');
  const config = load('lib/config/resolve').resolveConfig({
    project,
    environments,
    functions,
    routes,
    context: { env: 'dev' },
  });
  const app = new App({
    builtinCloudFormationValidation: false,
    context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] },
  });
  const { addResources } = load('lib/resources');
  return Template.fromStack(load('lib/add-stack').addStack(app, config, { addResources }));
}

const isOfCode = ({ file }: Change) => file.startsWith('lambda/');

test('every section of docs/extending.md that has a block for a file is tried', () => {
  expect(recipes.map(({ name }) => name)).toEqual([
    'A second function',
    'A table',
    'A secret that is rotated',
    'A queue',
    'A bucket, and a URL to upload to it',
    'A function in a VPC',
    'A function in another language',
  ]);
});

test('a block for the code of lambda/ names lines that are there once, each by itself, whatever other recipe came before', () => {
  const blocks = recipes.flatMap(({ name, changes }) =>
    changes.flatMap((change) => ('diff' in change && isOfCode(change) ? [{ name, ...change }] : [])),
  );
  expect(blocks.length).toBeGreaterThan(10);
  for (const { name, file, diff } of blocks) {
    const [line = '', ...more] = diff.filter((one) => !one.startsWith('+')).map((one) => one.slice(1));
    const times = readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((one) => one === line).length;
    expect({ name, file, line, times, more }).toEqual({ name, file, line, times: 1, more: [] });
  }
});

test('a recipe installs no other release of a package than the project has', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const installed = recipes.flatMap(({ packages }) =>
    packages.map((one) => /^(.+)@([^@]+)$/.exec(one)?.slice(1) ?? []),
  );
  expect(installed.length).toBeGreaterThan(3);
  for (const [name = '', version] of installed) {
    expect([name, version]).toEqual([name, dependencies[name] ?? devDependencies[name] ?? version]);
    expect([name, dependencies[name]]).toEqual([name, undefined]);
  }
});

test('a block whose lines are not in the file, or are there twice, is refused, and so is a new file that is there', () => {
  const [recipe] = recipesOf('## A\n\n`package.json`\n\n```diff\n no such line\n+another\n```\n');
  expect(() => recipe && applyRecipe(recipe, ROOT)).toThrow('package.json has 0 times, not once:\nno such line');
  const [other] = recipesOf('## B\n\n`package.json`, a new file\n\n```json\n{}\n```\n');
  expect(() => other && applyRecipe(other, ROOT)).toThrow('package.json is there already');
});

describe('after the recipe', () => {
  test('A second function, its routes lead to it', () => {
    const template = templateAfter('A second function');
    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024, Timeout: 25 });
    template.resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('A table, the function may read and write it, and knows its name', () => {
    const template = templateAfter('A table');
    const [table] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { BOOKINGS_TABLE: { Ref: table } } },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['dynamodb:GetItem', 'dynamodb:PutItem']) }),
        ]),
      },
    });
  });

  test('A secret that is rotated, a function of its own may rotate it, and the other one read it', () => {
    const template = templateAfter('A secret that is rotated');
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
    });
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'secretsmanager.amazonaws.com' });
  });

  test('A queue, the function may send to it, and what fails is kept', () => {
    const template = templateAfter('A queue');
    template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }) });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']) })]),
      },
    });
  });

  test('A bucket, and a URL to upload to it, the function may put objects into it, and nobody may read it', () => {
    const template = templateAfter('A bucket, and a URL to upload to it');
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['s3:PutObject']) })]),
      },
    });
  });

  test('A function in a VPC, it is in its subnets', () => {
    const vpc = { SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };
    templateAfter('A function in a VPC').hasResourceProperties('AWS::Lambda::Function', { VpcConfig: vpc });
  });

  test('A function in another language, it is deployed as its folder stands', () => {
    templateAfter('A function in another language').hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'python3.15',
      Handler: 'tariff.handler',
    });
  });
});

test('docs/extending.md shows a dotenv file with the variable that its table recipe sets', () => {
  expect(readFileSync(join(ROOT, 'docs/extending.md'), 'utf8')).toContain('\nBOOKINGS_TABLE=bookings\n');
});

test('npm run recipes -- --help tells what it does; a heading that there is not is told with those that there are', async () => {
  expect((await invoke(recipesCommand, ['--help'])).out).toContain('npm run recipes -- [TEXT] [flags]');
  expect(await invoke(recipesCommand, ['no such heading'])).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(
      /^TEXT — got "no such heading" — expected a part of "A second function", .* — write one\n$/,
    ),
  });
});
