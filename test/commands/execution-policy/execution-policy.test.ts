import { executionPolicy } from '../../../commands/execution-policy/execution-policy';
import type { StackTemplate } from '../../../commands/project/template';
import { environments } from '../../../config/environments';
import { EVERYTHING } from '../../support/everything';
import { synthesize, synthesizeMirror } from '../../support/synth';

const prefix = 'wso2-http-api-';
const everything = synthesize({ env: 'dev' }, { environment: EVERYTHING }).toJSON() as StackTemplate;
const mirror = synthesizeMirror({ monitoring: { emails: ['ops@example.com'] } }).toJSON() as StackTemplate;
const policy = executionPolicy({ prefix, templates: [mirror, everything] });
const statement = (sid: string) => policy.Statement.find(({ Sid }) => Sid === sid);

test('knows what CloudFormation calls for every type of resource, whatever an environment switches on', () => {
  const plain = Object.keys(environments).map((env) => synthesize({ env }).toJSON() as StackTemplate);
  expect(() => executionPolicy({ prefix, templates: [everything, mirror, ...plain] })).not.toThrow();
  const services = new Set(policy.Statement.flatMap(({ Action }) => Action.map((action) => action.split(':')[0])));
  expect([...services].sort()).toEqual([
    'acm',
    'apigateway',
    'cloudfront',
    'cloudwatch',
    'codedeploy',
    'ec2',
    'iam',
    'kms',
    'lambda',
    'logs',
    'route53',
    's3',
    'scheduler',
    'sns',
    'ssm',
  ]);
});

test('names every type that it does not know', () => {
  const Resources = {
    A: { Type: 'AWS::Events::Rule' },
    B: { Type: 'AWS::RDS::DBCluster' },
    C: { Type: 'AWS::Lambda::Alias' },
  };
  expect(() => executionPolicy({ prefix, templates: [{ Resources }] })).toThrow(
    [
      'a resource of the templates — got "AWS::Events::Rule" — expected a type whose actions are known — add what its handlers call to commands/execution-policy/actions.ts',
      'a resource of the templates — got "AWS::RDS::DBCluster" — expected a type whose actions are known — add what its handlers call to commands/execution-policy/actions.ts',
    ].join('\n'),
  );
});

test('allows what the templates need, and no more', () => {
  const plain = executionPolicy({ prefix, templates: [synthesize({ env: 'dev' }).toJSON() as StackTemplate] });
  const actions = plain.Statement.flatMap(({ Action }) => Action);
  expect(actions).toContain('apigateway:POST');
  expect(
    actions.filter((action) => /^(acm|cloudfront|cloudwatch|codedeploy|ec2|kms|route53|scheduler|sns):/.test(action)),
  ).toEqual([]);
  expect(plain.Statement.map(({ Sid }) => Sid)).toEqual(['Resources', 'Roles', 'PassRoles', 'Bootstrap']);
});

test('has no wildcard for an action', () => {
  expect(policy.Statement.flatMap(({ Action }) => Action).filter((action) => /[*?]/.test(action))).toEqual([]);
});

test('lets roles be made and passed below the names of the stacks only, and to the services that take them', () => {
  const roles = 'arn:*:iam::*:role/wso2-http-api-*';
  const ofIam = policy.Statement.filter(({ Action }) => Action.some((action) => action.startsWith('iam:')));
  expect(ofIam.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['Roles', roles],
    ['ManagedPolicies', roles],
    ['PassRoles', roles],
  ]);
  expect(statement('PassRoles')?.Condition).toEqual({
    StringEquals: {
      'iam:PassedToService': ['codedeploy.amazonaws.com', 'lambda.amazonaws.com', 'scheduler.amazonaws.com'],
    },
  });
});

test('lets buckets be made and closed, and functions be called, below the names of the stacks only', () => {
  expect(statement('Own')?.Resource).toEqual([
    'arn:*:s3:::wso2-http-api-*',
    'arn:*:lambda:*:*:function:wso2-http-api-*',
  ]);
  expect(statement('Own')?.Action).toEqual(
    expect.arrayContaining(['s3:CreateBucket', 's3:PutBucketPolicy', 'lambda:InvokeFunction']),
  );
  const elsewhere = policy.Statement.filter(({ Sid }) => Sid !== 'Own').flatMap(({ Action }) => Action);
  expect(elsewhere).not.toContain('lambda:InvokeFunction');
  // The truststore of a domain, in whatever bucket.
  const ofS3 = statement('Resources')?.Action.filter((action) => action.startsWith('s3:'));
  expect(ofS3).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
});

test('lets a role have no managed policy but those of the templates', () => {
  expect(statement('ManagedPolicies')).toMatchObject({
    Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    Condition: {
      ArnLike: {
        'iam:PolicyARN': [
          'arn:*:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited',
          'arn:*:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        ],
      },
    },
  });
  expect(statement('Roles')?.Action).not.toContain('iam:AttachRolePolicy');
});

test.each([
  ['the API with every feature', everything],
  ['its mirror', mirror],
])('of %s fits into one managed policy', (_what, template) => {
  // What IAM counts: 6,144 characters at most, white space aside.
  expect(JSON.stringify(executionPolicy({ prefix, templates: [template] })).length).toBeLessThanOrEqual(6144);
});
