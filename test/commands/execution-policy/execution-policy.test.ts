import { executionPolicy } from '../../../commands/execution-policy/execution-policy';
import type { StackTemplate } from '../../../commands/project/template';
import { environments } from '../../../config/environments';
import { EVERYTHING } from '../../support/everything';
import { synthesize } from '../../support/synth';

const prefix = 'wso2-http-api-';
const everything = synthesize({ env: 'dev' }, { environment: EVERYTHING }).toJSON() as StackTemplate;
const policy = executionPolicy({ prefix, templates: [everything] });
const statement = (sid: string) => policy.Statement.find(({ Sid }) => Sid === sid);

test('knows what CloudFormation calls for every type of resource, whatever an environment switches on', () => {
  const plain = Object.keys(environments).map((env) => synthesize({ env }).toJSON() as StackTemplate);
  expect(() => executionPolicy({ prefix, templates: [everything, ...plain] })).not.toThrow();
  const services = new Set(policy.Statement.flatMap(({ Action }) => Action.map((action) => action.split(':')[0])));
  expect([...services].sort()).toEqual([
    'acm',
    'apigateway',
    'cloudwatch',
    'codedeploy',
    'iam',
    'kms',
    'lambda',
    'logs',
    'route53',
    's3',
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
  expect(actions.filter((action) => /^(acm|cloudwatch|codedeploy|kms|route53|sns):/.test(action))).toEqual([]);
  expect(plain.Statement.map(({ Sid }) => Sid)).not.toContain('ManagedPolicies');
});

test('has no wildcard for an action', () => {
  expect(policy.Statement.flatMap(({ Action }) => Action).filter((action) => /[*?]/.test(action))).toEqual([]);
});

test('lets roles be made and passed below the names of the stacks only, and to the two services that take them', () => {
  const roles = 'arn:*:iam::*:role/wso2-http-api-*';
  const ofIam = policy.Statement.filter(({ Action }) => Action.some((action) => action.startsWith('iam:')));
  expect(ofIam.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['Roles', roles],
    ['ManagedPolicies', roles],
    ['PassRoles', roles],
  ]);
  expect(statement('PassRoles')?.Condition).toEqual({
    StringEquals: { 'iam:PassedToService': ['codedeploy.amazonaws.com', 'lambda.amazonaws.com'] },
  });
});

test('lets a role have no managed policy but those of the templates', () => {
  expect(statement('ManagedPolicies')).toMatchObject({
    Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    Condition: {
      ArnLike: { 'iam:PolicyARN': ['arn:*:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited'] },
    },
  });
  expect(statement('Roles')?.Action).not.toContain('iam:AttachRolePolicy');
});

test('fits into one managed policy', () => {
  // What IAM counts: 6,144 characters at most, white space aside.
  expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
});
