import { faultLine } from '../../../../lib/check/fault';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import type { ApiModel } from '../../../../local/gateway/model';
import { faultOf } from '../../support/fault-of';
import { type ApiFixture, apiResources, assemblyFiles } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

const JWT = { 'GET /me': { scopes: ['read'] } };
const IMPORTED = { 'Fn::ImportValue': 'issuer' };

function read(fixture: ApiFixture, rest: object = {}): ApiModel {
  return readAssembly(tempFolder(assemblyFiles({ Stack: { ...rest, Resources: apiResources(fixture) } })));
}

describe('a route is open only when the template says so', () => {
  test.each<[string, ApiFixture]>([
    ['AuthorizationType NONE', { routes: { 'GET /me': { properties: { AuthorizationType: 'NONE' } } } }],
    ['no AuthorizationType', { routes: { 'GET /me': {} } }],
    [
      'AuthorizationType NONE, no scopes',
      { routes: { 'GET /me': { properties: { AuthorizationType: 'NONE', AuthorizationScopes: [] } } } },
    ],
  ])('%s', (_, fixture) => {
    expect(read(fixture).routes).toMatchObject([{ authorization: { kind: 'none' } }]);
  });
});

describe('what protects a route and is not understood refuses it', () => {
  const onRoute = (properties: object): ApiFixture => ({
    routes: { 'GET /me': { scopes: [], properties: { ...properties } } },
  });
  const onAuthorizer = (authorizer: ApiFixture['authorizer']): ApiFixture => ({ routes: JWT, authorizer });
  const configured = (JwtConfiguration: unknown) => onAuthorizer({ JwtConfiguration });
  const ISSUER = 'https://is.example.com';

  test.each<[string, ApiFixture, string]>([
    [
      'IAM',
      onRoute({ AuthorizationType: 'AWS_IAM' }),
      'Route0: AuthorizationType AWS_IAM, signed requests, is not emulated',
    ],
    [
      'a Lambda authorizer',
      onRoute({ AuthorizationType: 'CUSTOM' }),
      'Route0: AuthorizationType CUSTOM, a Lambda authorizer, is not emulated',
    ],
    ['a type that is new', onRoute({ AuthorizationType: 'mTLS' }), 'Route0: AuthorizationType mTLS is not emulated'],
    [
      'a type in other letters',
      onRoute({ AuthorizationType: 'none' }),
      'Route0: AuthorizationType none is not emulated',
    ],
    ['a type that is no text', onRoute({ AuthorizationType: null }), 'Route0: AuthorizationType: null is not a string'],
    [
      'a type that is known only once it is deployed',
      onRoute({ AuthorizationType: { Ref: 'Missing' } }),
      'Route0: AuthorizationType: nothing in the template is named "Missing"',
    ],
    [
      'an authorizer, and no type',
      onRoute({ AuthorizationType: undefined }),
      'Route0: AuthorizationType NONE contradicts AuthorizerId and AuthorizationScopes',
    ],
    [
      'scopes, and no type',
      { routes: { 'GET /me': { properties: { AuthorizationScopes: ['read'] } } } },
      'Route0: AuthorizationType NONE contradicts AuthorizerId and AuthorizationScopes',
    ],
    ['an API key', onRoute({ ApiKeyRequired: true }), 'Route0: ApiKeyRequired is not emulated'],
    ['parameters', onRoute({ RequestParameters: {} }), 'Route0: RequestParameters is not emulated'],
    [
      'scopes that are no list',
      onRoute({ AuthorizationScopes: 'read' }),
      'Route0: AuthorizationScopes: "read" is not a list of strings',
    ],
    ['no authorizer', onRoute({ AuthorizerId: undefined }), 'Route0: AuthorizerId: AuthorizationType JWT needs one'],
    [
      'an authorizer that is not there',
      onRoute({ AuthorizerId: { Ref: 'Missing' } }),
      'Route0: AuthorizerId: nothing in the template is named "Missing"',
    ],
    [
      'an authorizer of another stack',
      onRoute({ AuthorizerId: 'abc123' }),
      'abc123: the assembly has no AWS::ApiGatewayV2::Authorizer of this name',
    ],
    [
      'an authorizer that is something else',
      onRoute({ AuthorizerId: { Ref: 'Function' } }),
      'Function: the assembly has no AWS::ApiGatewayV2::Authorizer of this name',
    ],
    [
      'a Lambda authorizer, called JWT',
      onAuthorizer({ AuthorizerType: 'REQUEST' }),
      'Authorizer: AuthorizerType REQUEST is not emulated',
    ],
    [
      'an authorizer of no type',
      onAuthorizer({ AuthorizerType: undefined }),
      'Authorizer: AuthorizerType undefined is not emulated',
    ],
    [
      'an authorizer with a property that is new',
      onAuthorizer({ EnableSkip: true }),
      'Authorizer: EnableSkip is not emulated',
    ],
    [
      'an authorizer of another API',
      onAuthorizer({ ApiId: 'Other' }),
      'Authorizer: ApiId: the authorizer is not one of Api',
    ],
    [
      'no JWT configuration',
      configured(undefined),
      'Authorizer: JwtConfiguration.Issuer: undefined is not an https URL',
    ],
    ['an empty one', configured({}), 'Authorizer: JwtConfiguration.Issuer: undefined is not an https URL'],
    ['one that is no object', configured([]), 'Authorizer: JwtConfiguration: [] is not an object'],
    [
      'an issuer over http',
      configured({ Issuer: 'http://is.example.com', Audience: ['a'] }),
      'Authorizer: JwtConfiguration.Issuer: "http://is.example.com" is not an https URL',
    ],
    [
      'an issuer with a query',
      configured({ Issuer: 'https://is.example.com/t?a=b', Audience: ['a'] }),
      'Authorizer: JwtConfiguration.Issuer: "https://is.example.com/t?a=b" has a query, a fragment or white space: no discovery document is below it',
    ],
    [
      'an issuer with a fragment',
      configured({ Issuer: 'https://is.example.com/t#a', Audience: ['a'] }),
      'Authorizer: JwtConfiguration.Issuer: "https://is.example.com/t#a" has a query, a fragment or white space: no discovery document is below it',
    ],
    [
      'an issuer with white space',
      configured({ Issuer: ' https://is.example.com', Audience: ['a'] }),
      'Authorizer: JwtConfiguration.Issuer: " https://is.example.com" has a query, a fragment or white space: no discovery document is below it',
    ],
    [
      'an issuer that is no URL',
      configured({ Issuer: 'is.example.com', Audience: ['a'] }),
      'Authorizer: JwtConfiguration.Issuer: "is.example.com" is not an https URL',
    ],
    [
      'an issuer that is known only once it is deployed',
      configured({ Issuer: IMPORTED, Audience: ['a'] }),
      'Authorizer: JwtConfiguration: no stack of the assembly exports "issuer"',
    ],
    [
      'no audience',
      configured({ Issuer: ISSUER }),
      'Authorizer: JwtConfiguration.Audience: undefined is not a list of one or more strings',
    ],
    [
      'an empty audience',
      configured({ Issuer: ISSUER, Audience: [] }),
      'Authorizer: JwtConfiguration.Audience: [] is not a list of one or more strings',
    ],
    [
      'an audience that is empty text',
      configured({ Issuer: ISSUER, Audience: ['a', ''] }),
      'Authorizer: JwtConfiguration.Audience: ["a",""] is not a list of one or more strings',
    ],
    [
      'an audience that is no list',
      configured({ Issuer: ISSUER, Audience: 'a' }),
      'Authorizer: JwtConfiguration.Audience: "a" is not a list of one or more strings',
    ],
    [
      'an audience of other things',
      configured({ Issuer: ISSUER, Audience: [1] }),
      'Authorizer: JwtConfiguration.Audience: [1] is not a list of one or more strings',
    ],
    [
      'no identity source',
      onAuthorizer({ IdentitySource: undefined }),
      'Authorizer: IdentitySource: none given, a JWT authorizer has one',
    ],
    [
      'two identity sources',
      onAuthorizer({ IdentitySource: ['$request.header.A', '$request.header.B'] }),
      'Authorizer: IdentitySource: 2 given, a JWT authorizer has one',
    ],
    [
      'an identity source that is no list',
      onAuthorizer({ IdentitySource: '$request.header.A' }),
      'Authorizer: IdentitySource: "$request.header.A" is not a list of strings',
    ],
    [
      'an identity source of another kind',
      onAuthorizer({ IdentitySource: ['$context.identity'] }),
      'Authorizer: IdentitySource: the identity source of a JWT authorizer must be $request.header.NAME or $request.querystring.NAME, not "$context.identity"',
    ],
  ])('%s [F213] [F214] [F215] [F216] [F217] [F224]', (_, fixture, reason) => {
    const model = read(fixture);
    expect(model.routes).toMatchObject([
      { routeKey: 'GET /me', authorization: { kind: 'not emulated', reason: `Stack/${reason}` } },
    ]);
    expect(model.notEmulated).toEqual([`Stack/${reason}`]);
  });

  test('an authorizer whose condition does not hold', () => {
    const resources = apiResources({ routes: JWT });
    const Resources = { ...resources, Authorizer: { ...resources['Authorizer'], Condition: 'Never' } };
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    expect(readAssembly(tempFolder(assemblyFiles({ Stack: { Conditions, Resources } }))).routes).toMatchObject([
      {
        authorization: {
          kind: 'not emulated',
          reason: 'Stack/Authorizer: the assembly has no AWS::ApiGatewayV2::Authorizer of this name',
        },
      },
    ]);
  });
});

describe('an identity source is kept as it is written', () => {
  test.each(['$request.header.Authorization', '$request.header.X-Token', '$request.querystring.access_token'])(
    '%s',
    (expression) => {
      expect(read({ routes: JWT, authorizer: { IdentitySource: [expression] } }).routes).toMatchObject([
        { authorization: { kind: 'jwt', authorizer: { identitySource: expression }, scopes: ['read'] } },
      ]);
    },
  );
});

describe('no route is left out, which could let its requests through to a weaker one', () => {
  const FIX =
    'write the route key out, and give the parameters that it and its condition need a default; a route that is left out could let its requests through to a weaker one';
  const EXPECTED = '"METHOD /path", a parameter filling its segment and a greedy one at the end, or "$default"';

  test.each(['GET', 'get /a', 'GET a', 'GET /a b', 'GET /{p+}/a', 'GET /a{p}', 'GET /{}', 'TRACE /a', '', '$connect'])(
    'the route key %j is an error [F230]',
    (routeKey) => {
      expect(faultOf(() => read({ routes: { [routeKey]: {} } }))).toBe(
        faultLine({
          what: 'Stack/Route0: RouteKey',
          got: JSON.stringify(routeKey),
          expected: EXPECTED,
          fix: FIX,
        }),
      );
    },
  );

  test.each<[string, unknown, string]>([
    ['is known only once it is deployed', { Ref: 'Asked' }, 'RouteKey: the parameter Asked has no default'],
    ['is not there', undefined, 'undefined'],
    ['is no text', ['GET /a'], 'RouteKey: ["GET /a"] is not a string'],
  ])('a route key that %s is an error', (_, RouteKey, got) => {
    const fixture = { routes: { 'GET /me': { properties: { RouteKey } } } };
    expect(faultOf(() => read(fixture, { Parameters: { Asked: { Type: 'String' } } }))).toBe(
      faultLine({ what: 'Stack/Route0: RouteKey', got, expected: EXPECTED, fix: FIX }),
    );
  });

  test('a route of which it is not known whether it will exist is an error [F230]', () => {
    const resources = apiResources({ routes: { $default: {}, ...JWT } });
    const Resources = { ...resources, Route1: { ...resources['Route1'], Condition: 'IsAsked' } };
    const template = {
      Parameters: { Asked: { Type: 'String' } },
      Conditions: { IsAsked: { 'Fn::Equals': [{ Ref: 'Asked' }, 'yes'] } },
      Resources,
    };
    expect(faultOf(() => readAssembly(tempFolder(assemblyFiles({ Stack: template }))))).toBe(
      faultLine({
        what: 'Stack/Route1: RouteKey',
        got: 'Condition IsAsked: the parameter Asked has no default',
        expected: EXPECTED,
        fix: FIX,
      }),
    );
  });

  test.each<[string, unknown, string]>([
    [
      'is known only once it is deployed',
      { 'Fn::ImportValue': 'api' },
      'Stack/Route1: ApiId: no stack of the assembly exports "api"',
    ],
    ['is not there', undefined, 'Stack/Route1: ApiId: there is none'],
  ])('a route whose API %s is refused', (_, ApiId, reason) => {
    const routes = { $default: {}, 'GET /me': { scopes: [], properties: { ApiId } } };
    expect(read({ routes }).routes).toMatchObject([
      { routeKey: '$default', authorization: { kind: 'none' } },
      { routeKey: 'GET /me', authorization: { kind: 'not emulated', reason } },
    ]);
  });

  test('a route in another stack is refused where its API is not known [F225]', () => {
    const route = (ApiId: unknown): TemplateResource => ({
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId, RouteKey: 'GET /far', Target: 'integrations/x' },
    });
    const second = { Imported: route({ 'Fn::ImportValue': 'api' }), Own: route({ Ref: 'Socket' }) };
    const Socket = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };
    const files = assemblyFiles({ First: { Resources: apiResources() }, Second: { Resources: { ...second, Socket } } });
    const reason = 'Second/Imported: ApiId: an API that the assembly does not have, or not before it is deployed';
    expect(readAssembly(tempFolder(files)).routes).toMatchObject([
      { routeKey: 'GET /me' },
      { routeKey: 'GET /far', authorization: { kind: 'not emulated', reason } },
    ]);
  });

  test('a route of a WebSocket API that the assembly does not have is not one of this', () => {
    const route = (RouteKey: string): TemplateResource => ({
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: { 'Fn::ImportValue': 'socket' }, RouteKey, Target: 'integrations/x' },
    });
    const Second = { Resources: { Connect: route('$connect'), Send: route('send') } };
    const First = { Resources: apiResources({ others: { Disconnect: route('$disconnect') } }) };
    expect(readAssembly(tempFolder(assemblyFiles({ First, Second }))).routes).toMatchObject([{ routeKey: 'GET /me' }]);
  });

  test('two routes that API Gateway cannot tell apart are both refused [F226]', () => {
    expect(read({ routes: { 'GET /a/{x}': {}, 'GET /a/{y}': { scopes: [] } } }).routes).toMatchObject([
      { authorization: { kind: 'not emulated', reason: 'Stack/Route0: API Gateway cannot tell it from Route1' } },
      { authorization: { kind: 'not emulated', reason: 'Stack/Route1: API Gateway cannot tell it from Route0' } },
    ]);
  });

  test('a route of another API of the stack is not one of this', () => {
    const routes = { 'GET /me': {}, 'GET /other': { properties: { ApiId: 'abc123' } } };
    expect(read({ routes }).routes).toMatchObject([{ routeKey: 'GET /me' }]);
  });
});
