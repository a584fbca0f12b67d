import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { environments, project } from '../../../config/environments';
import { ConfigurationError } from '../../../lib/check/fault';
import type { Environment } from '../../../lib/config/environment';
import { buildDeployRole } from '../../../lib/deploy-role/build-deploy-role';
import {
  type DeployRoleConfig,
  type DeployTarget,
  resolveDeployRole,
} from '../../../lib/deploy-role/deploy-role-config';
import { DeployRoleStack, type DeployRoleStackProps } from '../../../lib/deploy-role/deploy-role-stack';
import { PROFILE, testApp } from '../../support/synth';

const REPOSITORY = 'octo-org@123456/api@456789';
const PROVIDER = 'arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com';

function synthesize(props: Partial<DeployRoleStackProps> = {}, app = testApp()): Template {
  return Template.fromStack(
    new DeployRoleStack(app, 'DeployRole', {
      env: PROFILE,
      repository: REPOSITORY,
      environments: [{ name: 'dev' }, { name: 'prod', region: 'eu-west-1' }],
      ...props,
    }),
  );
}

const made = synthesize();

/** The role of an environment. */
function roleOf(template: Template, name: string) {
  const [role] = Object.values(
    template.findResources('AWS::IAM::Role', {
      Properties: { Description: Match.stringLikeRegexp(`^Deploys ${name} `) },
    }),
  );
  return role?.['Properties'];
}

test('it synthesizes the reviewed template', () => {
  expect(made.toJSON()).toMatchSnapshot();
});

describe('the role of an environment', () => {
  test.each(['dev', 'prod'])('is only for a job of %s in this repository, and for a token that is for AWS', (name) => {
    expect(roleOf(made, name).AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: { Ref: expect.stringMatching(/^Provider/) } },
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': `repo:${REPOSITORY}:environment:${name}`,
          },
        },
      },
    ]);
  });

  test('may assume the two bootstrap roles that a deployment takes, in the region of its environment, ask for the concurrency of the account, and nothing else', () => {
    const resources = (region: string) =>
      ['deploy', 'file-publishing'].map((role) => ({
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            `:iam::222222222222:role/cdk-hnb659fds-${role}-role-222222222222-${region}`,
          ],
        ],
      }));
    for (const [name, region] of [
      ['dev', PROFILE.region],
      ['prod', 'eu-west-1'],
    ] as const) {
      const { Policies, ManagedPolicyArns } = roleOf(made, name);
      expect(Policies).toHaveLength(1);
      expect(Policies[0].PolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resources(region) },
        { Effect: 'Allow', Action: 'lambda:GetAccountSettings', Resource: '*' },
      ]);
      expect(ManagedPolicyArns).toBeUndefined();
    }
    made.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('names the bootstrap roles by the qualifier of the app', () => {
    const app = testApp({ context: { '@aws-cdk/core:bootstrapQualifier': 'team1' } });
    const [first] = roleOf(synthesize({}, app), 'dev').Policies[0].PolicyDocument.Statement[0].Resource;
    expect(first['Fn::Join'][1][2]).toContain(':role/cdk-team1-deploy-role-');
  });

  test('names them by the qualifier of its environment, where that has one', () => {
    const environments = [{ name: 'dev', bootstrapQualifier: 'devapi' }, { name: 'prod' }];
    const template = synthesize({ environments });
    const rolesOf = (name: string) =>
      JSON.stringify(roleOf(template, name).Policies[0].PolicyDocument.Statement[0].Resource).match(/cdk-\w+/g);
    expect(rolesOf('dev')).toEqual(['cdk-devapi', 'cdk-devapi']);
    expect(rolesOf('prod')).toEqual(['cdk-hnb659fds', 'cdk-hnb659fds']);
  });

  test.each<[string, DeployTarget, string[]]>([
    ['in another region', { name: 'prod', region: 'eu-west-1' }, []],
    ['under another bootstrap', { name: 'prod', bootstrapQualifier: 'prodapi' }, []],
    [
      'in the same place',
      { name: 'prod' },
      ['dev can deploy prod, too', 'prod can deploy dev, too'].map((what) => `the role of ${what}: they share account`),
    ],
    [
      'in the same place, which it names',
      { name: 'prod', region: PROFILE.region },
      ['dev can deploy prod, too', 'prod can deploy dev, too'].map((what) => `the role of ${what}: they share account`),
    ],
  ])('comes with a warning where it can deploy another environment: %s', (_, prod, warnings) => {
    const environments = [{ name: 'dev' }, prod];
    const stack = new DeployRoleStack(testApp(), 'DeployRole', { env: PROFILE, repository: REPOSITORY, environments });
    const found = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    expect(found.map(({ entry }) => entry.data)).toEqual(warnings.map((warning) => expect.stringContaining(warning)));
  });

  test('is taken for an hour at most, and its ARN is an output', () => {
    made.allResourcesProperties('AWS::IAM::Role', { MaxSessionDuration: 3600 });
    for (const name of ['dev', 'prod']) {
      made.hasOutput(`${name}RoleArn`, { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${name}`), 'Arn'] } });
    }
  });
});

describe('the provider of GitHub', () => {
  test('is made for tokens that are for AWS, and kept when the stack is deleted, but not when its creation fails', () => {
    made.hasResource('AWS::IAM::OIDCProvider', {
      Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is the one that the account has, where its ARN is given', () => {
    const imported = synthesize({ providerArn: PROVIDER });
    imported.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    expect(roleOf(imported, 'dev').AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Federated: PROVIDER });
  });
});

describe('the app', () => {
  test('is protected from deletion: without its roles no pipeline deploys', () => {
    expect(buildDeployRole(new App(), resolve({ environments: 'dev' }), PROFILE).terminationProtection).toBe(true);
  });

  test('is for the account that the environments name, in the region of the caller', () => {
    const stack = buildDeployRole(new App(), resolve({ environments: 'dev,prod' }), PROFILE);
    expect([stack.account, stack.region]).toEqual([environments.prod.account, PROFILE.region]);
  });

  test('is for the account of the caller, where no environment names one', () => {
    const stack = buildDeployRole(new App(), resolve({ environments: 'dev' }), PROFILE);
    expect([stack.account, stack.region]).toEqual([PROFILE.account, PROFILE.region]);
  });
});

function resolve(
  context: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, Environment>> = {},
): DeployRoleConfig {
  return resolveDeployRole({
    project,
    environments: { ...environments, ...more },
    context: { repository: REPOSITORY, environments: 'dev', ...context },
  });
}

function faultsOf(...given: Parameters<typeof resolve>): string[] {
  try {
    resolve(...given);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('what it is given with -c', () => {
  test('becomes the environments with their regions, and the provider', () => {
    expect(
      resolve({ environments: 'dev,prod', providerArn: PROVIDER.replace('222222222222', '111111111111') }),
    ).toEqual({
      project,
      repository: REPOSITORY,
      environments: [
        { name: 'dev', region: undefined },
        { name: 'prod', region: 'eu-west-1' },
      ],
      account: '111111111111',
      providerArn: PROVIDER.replace('222222222222', '111111111111'),
    });
  });

  test.each(['octo-org/api', 'Octo_corp/my.api_2', 'o@1/r@2'])('may name the repository %s', (repository) => {
    expect(resolve({ repository }).repository).toBe(repository);
  });

  test.each([
    undefined,
    '',
    'api',
    'octo-org/*',
    'octo*/api',
    'octo-org/api:ref:refs/heads/main',
    'octo-org@1/api',
    'octo-org/api@2',
    'https://github.com/octo-org/api',
    'octo-org/api\nx/y',
  ])('may not name the repository %j', (repository) => {
    expect(faultsOf({ repository })).toEqual([
      `  -c repository — got ${repository === undefined ? 'nothing' : JSON.stringify(repository)} — expected OWNER@ID/REPO@ID, or OWNER/REPO for a repository whose tokens have no ids — write it as the sub of its tokens has it: docs/delivery.md says how to ask`,
    ]);
  });

  test.each<[unknown, string]>([
    [undefined, 'got nothing — expected some of dev,prod — name those that this account holds'],
    ['', 'got "" — expected some of dev,prod — name those that this account holds'],
    ['dev,local,nope', 'got "local,nope" — expected some of dev,prod — name those that this account holds'],
    ['dev,dev', 'got "dev,dev" — expected each environment once — remove the repetition'],
  ])('may not name the environments %j', (names, fault) => {
    expect(faultsOf({ environments: names })).toEqual([`  -c environments — ${fault}`]);
  });

  test('may not name environments of two accounts', () => {
    const more = { qa: { ...environments.prod, account: '333333333333' } };
    expect(faultsOf({ environments: 'prod,qa' }, more)).toEqual([
      '  -c environments — got "prod,qa" — expected environments of one account — run it once for each of the accounts 111111111111 and 333333333333',
    ]);
  });

  test.each([
    'token.actions.githubusercontent.com',
    'arn:aws:iam::222222222222:oidc-provider/example.com',
    'arn:aws:iam::*:oidc-provider/token.actions.githubusercontent.com',
  ])('may not name the provider %s', (providerArn) => {
    expect(faultsOf({ providerArn })).toEqual([
      `  -c providerArn — got "${providerArn}" — expected arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com — ask for it with: aws iam list-open-id-connect-providers`,
    ]);
  });

  test('may not name the provider of another account', () => {
    expect(faultsOf({ environments: 'prod', providerArn: PROVIDER })).toEqual([
      `  -c providerArn — got "${PROVIDER}" — expected the provider in the account 111111111111 — give that one, or none to make it`,
    ]);
  });

  test('is told with all its faults at once', () => {
    expect(faultsOf({ repository: 'x', environments: 'nope', providerArn: 'y' })).toHaveLength(3);
  });
});

describe('the role of previews', () => {
  const previews = { from: 'dev' };
  const of = (names: string, more: Partial<Parameters<typeof resolveDeployRole>[0]> = {}) =>
    resolveDeployRole({
      project,
      environments,
      previews,
      context: { repository: REPOSITORY, environments: names },
      ...more,
    });
  const withDev = (change: Partial<Environment>) => ({
    environments: { ...environments, dev: { ...environments.dev, ...change } },
  });

  test('is made only when it is asked for', () => {
    expect(of('dev').environments.map(({ name }) => name)).toEqual(['dev']);
  });

  test('trusts the jobs of the GitHub environment previews, and may do what that of their environment may', () => {
    const template = synthesize({ environments: of('dev,previews').environments });
    const [dev, own] = [roleOf(template, 'dev'), roleOf(template, 'previews')];
    expect(JSON.stringify(own.AssumeRolePolicyDocument)).toContain(`"repo:${REPOSITORY}:environment:previews"`);
    expect(own.Policies).toEqual(dev.Policies);
    template.hasOutput('previewsRoleArn', {});
  });

  test('is warned of for no sake of the environment that they are copies of, but for another one', () => {
    const warnings = (targets: readonly DeployTarget[]) =>
      Annotations.fromStack(
        new DeployRoleStack(testApp(), 'DeployRole', { env: PROFILE, repository: REPOSITORY, environments: targets }),
      ).findWarning('*', Match.anyValue()).length;
    const previewTarget = { name: 'previews', previewsOf: 'dev' };
    expect(warnings([{ name: 'dev' }, previewTarget])).toBe(0);
    expect(warnings([{ name: 'qa' }, previewTarget])).toBe(2);
  });

  test('has a bootstrap and a region of its own, where previews have', () => {
    const own = { from: 'dev', bootstrapQualifier: 'pull', region: 'eu-west-2' };
    expect(of('previews', { previews: own }).environments).toEqual([
      { name: 'previews', previewsOf: 'dev', region: 'eu-west-2', bootstrapQualifier: 'pull' },
    ]);
  });

  test('is not made beside that of a protected environment which it could deploy', () => {
    const beside = withDev({ account: '111111111111', region: 'eu-west-1' });
    expect(() => of('prod,previews', beside)).toThrow(
      '-c environments — got "prod,previews" — expected previews under another bootstrap than prod, which whoever has written a pull request could deploy with it — give previews a bootstrapQualifier of its own, as docs/delivery.md says',
    );
    const apart = { ...beside, previews: { from: 'dev', bootstrapQualifier: 'pull' } };
    expect(of('prod,previews', apart).environments).toHaveLength(2);
  });

  test('is none where there are no previews, and none of what may have none', () => {
    expect(() => of('previews', { previews: undefined })).toThrow('got "previews" — expected some of dev,prod —');
    expect(() => of('dev', { previews: { from: 'prod' } })).toThrow(
      'config/environments.ts: previews.from — got "prod"',
    );
  });
});
