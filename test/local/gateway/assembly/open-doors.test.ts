import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { type ApiFixture, apiResources, assemblyFiles, writeAssembly } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

// Templates in which what protects a route is easily passed over.

const NONE = { Ref: 'AWS::NoValue' };

test.each<[string, ApiFixture, string]>([
  ['an API', { api: { BodyS3Location: NONE, Body: {} } }, 'Stack/Api: Body is not emulated'],
  [
    'an authorizer',
    { routes: { 'GET /me': { scopes: [] } }, authorizer: { AuthorizerUri: NONE, EnableSimpleResponses: true } },
    'Stack/Authorizer: EnableSimpleResponses is not emulated',
  ],
  [
    'an integration',
    { integration: { TlsConfig: NONE, RequestParameters: { 'overwrite:path': '/admin' } } },
    'Stack/Integration: RequestParameters is not emulated',
  ],
])('a property of %s that is not known is seen behind one that is not there', (_, fixture, reason) => {
  expect(readAssembly(writeAssembly(fixture)).notEmulated).toEqual([reason]);
});

test('a stage that cannot be read blocks the API where another stage would get its requests [F233]', () => {
  const Properties = {
    ApiId: { Ref: 'Api' },
    StageName: 'dev',
    StageVariables: { a: { 'Fn::ImportValue': 'x' } },
  };
  const Dev = { Type: 'AWS::ApiGatewayV2::Stage', Properties };
  const reason = 'Stack/Dev: StageVariables: no stack of the assembly exports "x"';
  expect(readAssembly(writeAssembly({ others: { Dev } }))).toMatchObject({
    blocked: { reason },
    notEmulated: [reason],
  });
});

describe('a nested stack', () => {
  const Nested = (Parameters: unknown) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters, TemplateURL: 'https://s3.amazonaws.com/nested.json' },
  });

  function withNested(template: object, resources: object): string {
    const files = assemblyFiles({ Stack: { Resources: resources } });
    const { files: assets } = files['Stack.assets.json'] as { files: object };
    const nested = {
      source: { path: 'nested.json', packaging: 'file' },
      destinations: { current: { objectKey: 'nested.json' } },
    };
    return tempFolder({ ...files, 'nested.json': template, 'Stack.assets.json': { files: { ...assets, nested } } });
  }

  test('has its parameters from its parent, and not by default', () => {
    const template = {
      Parameters: { ApiId: { Type: 'String' }, Guarded: { Type: 'String', Default: 'no' } },
      Conditions: { IsGuarded: { 'Fn::Equals': [{ Ref: 'Guarded' }, 'yes'] } },
      Resources: {
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Condition: 'IsGuarded',
          Properties: { ApiId: { Ref: 'ApiId' }, RouteKey: 'GET /me', AuthorizationType: 'AWS_IAM', Target: 'x' },
        },
      },
    };
    const resources = (Guarded: unknown) =>
      apiResources({
        routes: { 'GET /{any}': {} },
        others: { Nested: Nested({ ApiId: { Ref: 'Api' }, Guarded }) },
      });
    const routesOf = (guarded: unknown) => readAssembly(withNested(template, resources(guarded))).routes;
    expect(routesOf('yes')).toMatchObject([
      { routeKey: 'GET /{any}' },
      { routeKey: 'GET /me', authorization: { kind: 'not emulated' } },
    ]);
    expect(routesOf('no')).toMatchObject([{ routeKey: 'GET /{any}' }]);
    expect(() => routesOf({ 'Fn::ImportValue': 'x' })).toThrow(
      'Condition IsGuarded: no stack of the assembly exports "x"',
    );
  });

  test.each([
    ['with another value', { Auth: 'JWT' }],
    ['with one that is known only later', { Auth: { 'Fn::ImportValue': 'x' } }],
    ['in a way that is known only later', { 'Fn::If': ['C', { Auth: 'JWT' }, {}] }],
  ])('that holds the API opens no route by a default that its parent overrides: %s', (_, parameters) => {
    const AuthorizationType = { Ref: 'Auth' };
    const template = {
      Parameters: { Auth: { Type: 'String', Default: 'NONE' } },
      Resources: apiResources({ routes: { 'GET /me': { properties: { AuthorizationType } } } }),
    };
    expect(readAssembly(withNested(template, { Nested: Nested(parameters) })).routes).toMatchObject([
      { routeKey: 'GET /me', authorization: { kind: 'not emulated' } },
    ]);
  });

  test('with a macro blocks the API: it may add routes', () => {
    const resources = apiResources({ others: { Nested: Nested({ ApiId: { Ref: 'Api' } }) } });
    expect(readAssembly(withNested({ Transform: 'Mine', Resources: {} }, resources)).blocked).toEqual({
      kind: 'not emulated',
      reason: 'Stack/Api: the Transform of Stack/Nested, "Mine" is not emulated; it may add routes',
    });
  });
});
