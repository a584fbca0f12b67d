import { createResolver } from '../../../../local/gateway/assembly/intrinsics';
import { Unresolvable } from '../../../../local/gateway/assembly/surroundings';
import type { Template } from '../../../../local/gateway/assembly/template';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html

const TEMPLATE: Template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Count: { Type: 'Number', Default: 3 },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Ports: { Type: 'List<Number>', Default: '80,443' },
    Empty: { Type: 'String', Default: '' },
    Asked: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/b' },
  },
  Mappings: { ByRegion: { 'eu-west-1': { Name: 'ireland', List: ['x', 'y'] } } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
    IsThree: { 'Fn::Equals': [{ Ref: 'Count' }, '3'] },
    IsTrue: { 'Fn::Equals': [true, 'true'] },
    SameLists: { 'Fn::Equals': [['a'], ['a']] },
    Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsThree' }] },
    NotBoth: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
    Neither: { 'Fn::Or': [{ Condition: 'IsProd' }] },
    Unknown: { 'Fn::Equals': [{ Ref: 'Asked' }, 'yes'] },
    Unmade: { 'Fn::Or': [{ Condition: 'Missing' }] },
  },
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api' },
    Plain: { Type: 'AWS::Lambda::Function' },
    Named: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { 'Fn::Sub': 'fn-${Stage}' } } },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Plain' } } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { 'Fn::GetAtt': ['Named', 'Arn'] }, Name: 'live' },
    },
    Table: { Type: 'AWS::DynamoDB::Table' },
  },
};
const { resolve, holds } = createResolver(TEMPLATE, {
  stackName: 'my-stack',
  accountId: '111122223333',
  region: 'eu-west-1',
});
const LAMBDA = 'arn:aws:lambda:eu-west-1:111122223333:function';

describe('resolves', () => {
  test.each<[string, unknown, unknown]>([
    ['what has no function in it', { a: [1, true, null, 'x', { b: {} }] }, { a: [1, true, null, 'x', { b: {} }] }],
    ['an object with several members, whatever their names', { Ref: 'x', b: 1 }, { Ref: 'x', b: 1 }],

    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a number', { Ref: 'Count' }, '3'],
    ['Ref of an empty parameter', { Ref: 'Empty' }, ''],
    ['Ref of a list', { Ref: 'Names' }, ['a', 'b', 'c']],
    ['Ref of a list of numbers', { Ref: 'Ports' }, ['80', '443']],
    ['Ref of a resource', { Ref: 'Api' }, 'Api'],
    ['Ref of a function', { Ref: 'Plain' }, 'Plain'],
    ['Ref of a function with a name', { Ref: 'Named' }, 'fn-dev'],
    ['Ref of a version', { Ref: 'Version' }, `${LAMBDA}:Plain:1`],
    ['Ref of an alias', { Ref: 'Alias' }, `${LAMBDA}:fn-dev:live`],

    ['AWS::AccountId', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['AWS::Partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['AWS::Region', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['AWS::StackId', { Ref: 'AWS::StackId' }, 'arn:aws:cloudformation:eu-west-1:111122223333:stack/my-stack/local'],
    ['AWS::StackName', { Ref: 'AWS::StackName' }, 'my-stack'],
    ['AWS::URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['AWS::NoValue', { Ref: 'AWS::NoValue' }, undefined],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }, 'b'], ['a', 'b']],
    ['AWS::NoValue as a member', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],

    ["GetAtt of a function's ARN", { 'Fn::GetAtt': ['Plain', 'Arn'] }, `${LAMBDA}:Plain`],
    ['GetAtt written with a dot', { 'Fn::GetAtt': 'Named.Arn' }, `${LAMBDA}:fn-dev`],
    ['GetAtt of a version', { 'Fn::GetAtt': ['Version', 'Version'] }, '1'],
    ["GetAtt of a version's ARN", { 'Fn::GetAtt': ['Version', 'FunctionArn'] }, `${LAMBDA}:Plain:1`],
    ["GetAtt of an alias's ARN", { 'Fn::GetAtt': ['Alias', 'AliasArn'] }, `${LAMBDA}:fn-dev:live`],
    ["GetAtt of an API's id", { 'Fn::GetAtt': ['Api', 'ApiId'] }, 'Api'],
    [
      "GetAtt of an API's endpoint",
      { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
      'https://Api.execute-api.eu-west-1.amazonaws.com',
    ],
    ['GetAtt of any ARN', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:eu-west-1:111122223333:Table'],

    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-dev-1'],
    ['Join of a list that is a parameter', { 'Fn::Join': ['', { Ref: 'Names' }] }, 'abc'],
    ['Join with elements that are not there', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }]] }, 'a'],
    ['Split', { 'Fn::Split': ['|', 'a|b||c'] }, ['a', 'b', '', 'c']],
    ['Select', { 'Fn::Select': [1, ['a', { Ref: 'Stage' }]] }, 'dev'],
    ['Select with an index that is a string', { 'Fn::Select': ['2', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'c'],
    ['FindInMap', { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'Name'] }, 'ireland'],
    ['FindInMap of a list', { 'Fn::FindInMap': ['ByRegion', 'eu-west-1', 'List'] }, ['x', 'y']],
    ['If', { 'Fn::If': ['IsDev', { Ref: 'Stage' }, 'no'] }, 'dev'],
    ['If with AWS::NoValue', { a: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] } }, {}],
    ['If without looking at the other branch', { 'Fn::If': ['IsDev', 'yes', { Ref: 'Asked' }] }, 'yes'],

    ['Sub of a parameter', { 'Fn::Sub': '${Stage}-${AWS::Region}' }, 'dev-eu-west-1'],
    ['Sub of an attribute', { 'Fn::Sub': '${Plain.Arn}:x' }, `${LAMBDA}:Plain:x`],
    ['Sub of a literal', { 'Fn::Sub': '${!Stage} ${!stageVariables.x}' }, '${Stage} ${stageVariables.x}'],
    ['Sub with variables', { 'Fn::Sub': ['${A}${Stage}', { A: { Ref: 'Count' }, Stage: 'mine' }] }, '3mine'],
    ['Sub without looking into what it puts in', { 'Fn::Sub': ['${A}', { A: { 'Fn::Sub': '${!B}' } }] }, '${B}'],
    ['Sub of a dollar that is only a dollar', { 'Fn::Sub': '$1 $$ {Stage}' }, '$1 $$ {Stage}'],
  ])('%s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test('the partition and domain of China', () => {
    const china = createResolver(TEMPLATE, { stackName: 's', accountId: '111122223333', region: 'cn-north-1' });
    expect(china.resolve({ 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix} ${Plain.Arn}' })).toBe(
      'aws-cn amazonaws.com.cn arn:aws-cn:lambda:cn-north-1:111122223333:function:Plain',
    );
  });
});

describe('a condition', () => {
  test.each([
    ['IsDev', true],
    ['IsProd', false],
    ['IsThree', true],
    ['IsTrue', true],
    ['SameLists', true],
    ['Both', true],
    ['NotBoth', false],
    ['Either', true],
    ['Neither', false],
  ])('%s holds: %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test.each([
    ['Unknown', 'the parameter Asked has no default'],
    ['Missing', 'the template has no condition "Missing"'],
    ['Unmade', 'the template has no condition "Missing"'],
  ])('%s cannot be told: %s', (condition, message) => {
    expect(() => holds(condition)).toThrow(new Unresolvable(message));
  });
});

describe('does not guess', () => {
  test.each<[string, unknown, string]>([
    ['a parameter without default', { Ref: 'Asked' }, 'the parameter Asked has no default'],
    ['a parameter from SSM', { Ref: 'Stored' }, 'the parameter Stored is read from SSM when it is deployed'],
    ['what is not there', { Ref: 'Missing' }, 'nothing in the template is named "Missing"'],
    [
      'an attribute of what is not there',
      { 'Fn::GetAtt': ['Missing', 'Arn'] },
      'nothing in the template is named "Missing"',
    ],
    [
      'an attribute that a deployment makes',
      { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      'Fn::GetAtt Table.StreamArn is known only once it is deployed',
    ],
    ['what is in Sub', { 'Fn::Sub': 'a ${Missing}' }, 'nothing in the template is named "Missing"'],
    [
      'what is imported',
      { 'Fn::ImportValue': 'other-stack:Api' },
      'no stack of the assembly exports "other-stack:Api"',
    ],
    ['what is deep inside', { a: [{ b: { 'Fn::GetAZs': '' } }] }, 'Fn::GetAZs is not emulated'],
    ['a function that is not known', { 'Fn::Base64': 'x' }, 'Fn::Base64 is not emulated'],
    [
      'a secret',
      '{{resolve:secretsmanager:s:SecretString:k}}',
      'the dynamic reference {{resolve:secretsmanager:s:SecretString:k}} is known only once it is deployed',
    ],
    [
      'a secret in a text',
      { 'Fn::Sub': 'x {{resolve:ssm:p}}' },
      'the dynamic reference x {{resolve:ssm:p}} is known only once it is deployed',
    ],
    ['an element that is not there', { 'Fn::Select': [3, ['a']] }, 'Fn::Select finds no element 3'],
    [
      'an entry that is not there',
      { 'Fn::FindInMap': ['ByRegion', 'us-east-1', 'Name'] },
      'Fn::FindInMap finds no ByRegion.us-east-1.Name',
    ],
    ['a map that is not there', { 'Fn::FindInMap': ['Other', 'a', 'b'] }, 'Fn::FindInMap finds no Other.a.b'],
    ['a list in a text', { 'Fn::Join': ['', [['a']]] }, '["a"] is not a string'],
    ['a text as a list', { 'Fn::Join': ['', 'abc'] }, '"abc" is not a list'],
    ['a condition that is not there', { 'Fn::If': ['Missing', 1, 2] }, 'the template has no condition "Missing"'],
  ])('%s [F224]', (_, value, message) => {
    expect(() => resolve(value)).toThrow(new Unresolvable(message));
  });
});
