import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { environments, previews, project } from '../../../config/environments';
import { functions } from '../../../config/functions';
import { routes } from '../../../config/routes';
import { addStack } from '../../../lib/add-stack';
import { ConfigurationError } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import type { FunctionConfig } from '../../../lib/config/function';
import type { Previews } from '../../../lib/config/previews';
import { type ConfigSource, resolveConfig } from '../../../lib/config/resolve';
import { EVERYTHING } from '../../support/everything';
import { PROFILE, testApp } from '../../support/synth';

const source = (env: string, change: Partial<ConfigSource> = {}): ConfigSource => ({
  project,
  environments,
  previews,
  routes,
  functions,
  ...change,
  context: { env, ...change.context },
});

function faultsOf(env: string, change: Partial<ConfigSource> = {}): string[] {
  try {
    resolveConfig(source(env, change));
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message.split('\n  ').slice(1);
    }
    throw error;
  }
  return [];
}

/** Previews of an environment that has everything, but no protection. */
const ALL: Environment = { ...environments.dev, ...EVERYTHING, terminationProtection: false };
const withAll = (change: Partial<ConfigSource> = {}) => ({ environments: { ...environments, dev: ALL }, ...change });

describe('a preview', () => {
  const config = resolveConfig(source('pr-12', withAll()));

  test('trusts the issuer and the client ids of its environment, and is deployed where that is', () => {
    const dev = resolveConfig(source('dev', withAll()));
    const { issuer, clientIds, identitySource, account, region, bootstrapQualifier, logKeyArn } = dev.environment;
    expect(config).toMatchObject({
      name: 'pr-12',
      previewOf: 'dev',
      environment: { issuer, clientIds, identitySource, account, region, bootstrapQualifier, logKeyArn },
    });
    expect(dev.previewOf).toBeUndefined();
  });

  test('has a stack of its own, which may be deleted and says that it is a preview', () => {
    const stack = addStack(testApp(), config, { ...PROFILE, repository: 'github.com/o/r' });
    expect(stack.stackName).toBe(`${project}-pr-12`);
    expect(stack.terminationProtection).toBe(false);
    expect(stack.tags.tagValues()).toEqual({ environment: 'dev', preview: 'pr-12', repository: 'github.com/o/r' });
  });

  test('has nothing that two stacks cannot share, nothing that wakes people, and leaves nothing', () => {
    const template = Template.fromStack(addStack(testApp(), config, PROFILE)).toJSON();
    const resources: { Type: string; Properties: object; DeletionPolicy?: string; UpdateReplacePolicy?: string }[] =
      Object.values(template.Resources);
    const types = [...new Set(resources.map(({ Type }) => Type))];
    expect(
      types.filter((type) => /Alarm|Dashboard|SNS|DomainName|ApiMapping|Route53|Certificate|CodeDeploy|KMS/.test(type)),
    ).toEqual([]);
    const policies = resources.flatMap(({ DeletionPolicy, UpdateReplacePolicy }) => [
      DeletionPolicy,
      UpdateReplacePolicy,
    ]);
    expect(policies.filter((policy) => policy !== undefined && policy !== 'Delete')).toEqual([]);
    expect(JSON.stringify(resources)).not.toContain('ReservedConcurrentExecutions');
    expect(JSON.stringify(resources)).toContain('"DisableExecuteApiEndpoint":false');
  });

  test('leaves none of the resources of one’s own either, whatever they say', () => {
    const addResources = (scope: Construct) => {
      new Bucket(scope, 'Bucket', { removalPolicy: RemovalPolicy.RETAIN });
      return {};
    };
    const [ofPreview, ofDev] = ['pr-12', 'dev'].map((env) => {
      const stack = addStack(testApp(), resolveConfig(source(env)), { ...PROFILE, addResources });
      const [bucket] = Object.values(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
      return [bucket?.['DeletionPolicy'], bucket?.['UpdateReplacePolicy']];
    });
    expect(ofPreview).toEqual(['Delete', 'Delete']);
    expect(ofDev).toEqual(['Retain', 'Retain']);
  });

  test('names nothing that another preview names too', () => {
    const namesOf = (env: string) =>
      Object.values<{ Properties?: Record<string, unknown> }>(
        Template.fromStack(addStack(testApp(), resolveConfig(source(env, withAll())), PROFILE)).toJSON().Resources,
      ).flatMap(({ Properties = {} }) =>
        Object.entries(Properties).flatMap(([key, value]) =>
          /^(Name|\w+GroupName|FunctionName|RoleName|AlarmName|DashboardName|QueryDefinitionName|TopicName)$/.test(
            key,
          ) && typeof value === 'string'
            ? [value]
            : [],
        ),
      );
    const [one, other] = [namesOf('pr-1'), namesOf('pr-2')];
    // The name of the API, at least; the authorizer's is of its API alone.
    expect(one).toContain(`${project}-pr-1`);
    expect(one.filter((name) => other.includes(name))).toEqual(['Authorizer']);
  });

  test('keeps its logs for three days, and counts no route by itself, unless previews say otherwise', () => {
    expect(config.environment).toMatchObject({ logRetentionDays: 3, detailedMetrics: false });
    const own: Previews = {
      from: 'dev',
      logRetentionDays: 1,
      detailedMetrics: true,
      tags: { owner: 'us' },
      account: '222222222222',
    };
    const { environment } = resolveConfig(source('pr-x', withAll({ previews: own })));
    expect(environment).toMatchObject({
      logRetentionDays: 1,
      detailedMetrics: true,
      account: '222222222222',
      tags: { environment: 'dev', owner: 'us', preview: 'pr-x' },
    });
  });

  test('reserves no concurrency for a function, and moves its callers at once, whatever the function says', () => {
    const [first, ...others] = functions;
    const own: FunctionConfig[] = [
      { ...first, reservedConcurrency: 5, gradualDelivery: {}, memoryMiB: 512 },
      ...others,
    ];
    const dev = { ...ALL, functions: { [first.name]: { reservedConcurrency: 7, timeoutSeconds: 3 } } };
    const [resolved] = resolveConfig(
      source('pr-12', { environments: { ...environments, dev }, functions: own }),
    ).functions;
    expect(resolved).toMatchObject({ memoryMiB: 512, timeoutSeconds: 3 });
    expect([resolved.reservedConcurrency, resolved.gradualDelivery]).toEqual([undefined, undefined]);
  });

  test('lays the settings of its functions over those of its environment, variables by name', () => {
    const [{ name }] = functions;
    const vpc = { id: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };
    const dev = { ...ALL, functions: { [name]: { vpc, variables: { ONE: '1', TWO: '1' } } } };
    const previews = { from: 'dev', functions: { [name]: { memoryMiB: 128, variables: { TWO: '2' } } } };
    const [resolved] = resolveConfig(source('pr-12', { environments: { ...environments, dev }, previews })).functions;
    expect(resolved).toMatchObject({ vpc, memoryMiB: 128, variables: { ONE: '1', TWO: '2' } });
  });

  test('takes an issuer and client ids from the command line, as its environment does', () => {
    const issuer = 'https://other.example.org/oauth2/token';
    const { environment } = resolveConfig(source('pr-12', { context: { issuer, clientId: 'a,b' } }));
    expect(environment).toMatchObject({ issuer, clientIds: ['a', 'b'] });
  });
});

describe('the name of a preview', () => {
  test.each(['pr-1', 'pr-12345', 'pr-demo', `pr-${'a'.repeat(20)}`])('may be %s', (name) => {
    expect(faultsOf(name)).toEqual([]);
  });

  const NAMES =
    'expected one of local, dev, prod, or a preview of dev: pr-N, N a number or up to 20 lower-case letters and digits';

  test.each([
    ['pr12', 'did you mean -c env=pr-12?'],
    ['PR-12', 'did you mean -c env=pr-12?'],
    ['pr/12', 'did you mean -c env=pr-12?'],
    ['preview-12', 'did you mean -c env=pr-12?'],
    ['pr_Demo', 'did you mean -c env=pr-demo?'],
    ['prd', 'did you mean -c env=prod?'],
    ['devv', 'did you mean -c env=dev?'],
    ['pr-', 'name one of them, or add it to config/environments.ts'],
    [`pr-${'a'.repeat(21)}`, 'name one of them, or add it to config/environments.ts'],
    ['feature-12', 'name one of them, or add it to config/environments.ts'],
  ])('is not %s', (name, fix) => {
    expect(faultsOf(name)).toEqual([`-c env — got "${name}" — ${NAMES} — ${fix}`]);
  });

  test('is no name where there are no previews', () => {
    expect(faultsOf('pr-12', { previews: undefined })).toEqual([
      '-c env — got "pr-12" — expected one of local, dev, prod — name one of them, or add it to config/environments.ts',
    ]);
  });

  test('counts for the length of the stack’s name', () => {
    expect(faultsOf(`pr-${'1'.repeat(20)}`, { project: 'a'.repeat(110) })).toEqual([
      expect.stringContaining(`got "pr-${'1'.repeat(20)}" — expected at most 128 characters`),
    ]);
  });
});

describe('previews that cannot be', () => {
  const FILE = 'config/environments.ts: ';
  const PROTECTED = `${FILE}previews.from — got "prod" — expected an environment that is not protected from deletion, as its previews come and go — write dev`;

  test.each(['dev', 'pr-12', 'local'])('of prod are one fault, with %s chosen', (env) => {
    expect(faultsOf(env, { previews: { from: 'prod' } })).toEqual([PROTECTED]);
  });

  test.each<[string, string]>([
    ['local', 'expected an environment that is deployed: this one is for a laptop — write dev'],
    [
      'dve',
      'expected the name of an environment that is deployed, and not protected from deletion — did you mean dev?',
    ],
    ['pr-12', 'expected the name of an environment that is deployed, and not protected from deletion — write dev'],
    ['toString', 'expected the name of an environment that is deployed, and not protected from deletion — write dev'],
  ])('of %s are one fault', (from, rest) => {
    const fault = `${FILE}previews.from — got "${from}" — ${rest}`;
    expect(faultsOf('dev', { previews: { from } })).toEqual([fault]);
    expect(faultsOf('pr-12', { previews: { from } })).toEqual([fault]);
  });

  test('are told all at once: what they may not have, what is no member, and a name that a preview has', () => {
    const bad = { from: 'prod', domain: { name: 'x' }, issuer: 'y', loglevel: 'INFO', wrong: 1 } as unknown as Previews;
    const named = { ...environments, 'pr-7': environments.dev, previews: environments.dev };
    expect(faultsOf('dev', { previews: bad, environments: named })).toEqual([
      `${FILE}previews.from — got "prod" — expected an environment that is not protected from deletion, as its previews come and go — write dev or pr-7 or previews`,
      `${FILE}previews.domain — got {"name":"x"} — expected none: no preview has it — remove it`,
      `${FILE}previews.issuer — got "y" — expected none: a preview has that of its environment — remove it`,
      expect.stringMatching(
        /previews\.loglevel — got "INFO" — expected one of from, account, .* — did you mean logLevel\?$/,
      ),
      expect.stringMatching(
        /previews\.wrong — got 1 — expected one of from, account, .* — correct its name, or remove it$/,
      ),
      `${FILE}the name of an environment — got "pr-7" — expected another than previews, and than those of previews, pr-N — rename it, or remove previews`,
      `${FILE}the name of an environment — got "previews" — expected another than previews, and than those of previews, pr-N — rename it, or remove previews`,
    ]);
  });

  test.each(['dev', 'pr-12'])('for a wrong value are told of it where it stands, with %s chosen', (env) => {
    expect(faultsOf(env, { previews: { from: 'dev', logRetentionDays: 4 } })).toEqual([
      expect.stringContaining(`${FILE}previews.logRetentionDays — got 4 — expected one of 1, 3, 5`),
    ]);
  });

  test('have the faults of their environment under its name', () => {
    const dev = { ...environments.dev, maxBodyBytes: 0 };
    expect(faultsOf('pr-12', { environments: { ...environments, dev } })).toEqual([
      expect.stringContaining(`${FILE}dev.maxBodyBytes — got 0`),
    ]);
  });

  test('are not deployed by a bootstrap that deploys what is protected', () => {
    const dev = { ...environments.dev, account: '111111111111', region: 'eu-west-1' };
    const beside = { environments: { ...environments, dev } };
    expect(faultsOf('pr-12', beside)).toEqual([
      '-c env — got "pr-12" — expected a preview whose bootstrap does not deploy prod, too: they share account, region and bootstrap — give previews a bootstrapQualifier of its own, as docs/delivery.md says',
    ]);
    expect(faultsOf('pr-12', { ...beside, previews: { from: 'dev', bootstrapQualifier: 'previews' } })).toEqual([]);
    expect(faultsOf('dev', beside)).toEqual([]);
  });
});
