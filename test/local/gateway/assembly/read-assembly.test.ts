import { join } from 'node:path';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import { faultOf } from '../../support/fault-of';
import { apiResources, assemblyFiles } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

const api = (properties: Readonly<Record<string, unknown>> = {}): TemplateResource => ({
  Type: 'AWS::ApiGatewayV2::Api',
  Properties: { Name: 'other', ProtocolType: 'HTTP', ...properties },
});
const WEBSOCKET = api({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' });

/** A cloud assembly of stacks by name. */
function assembly(stacks: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
  const templates = Object.entries(stacks).map(([name, resources]) => [name, { Resources: resources }]);
  return tempFolder(assemblyFiles(Object.fromEntries(templates)));
}

function faultIn(folder: string, wanted?: string): string {
  return faultOf(() => readAssembly(folder, wanted === undefined ? {} : { api: wanted })).replaceAll(folder, '.');
}

describe('the API of an assembly', () => {
  test('is the only HTTP API, whatever else there is [F232]', () => {
    const folder = assembly({ One: apiResources({ others: { Socket: WEBSOCKET } }), Two: { Socket: WEBSOCKET } });
    expect(readAssembly(folder)).toMatchObject({ apiId: 'Api', routes: [{ routeKey: 'GET /me' }] });
  });

  test('is the one that is asked for, of several [F16]', () => {
    const folder = assembly({ One: apiResources(), Two: apiResources({ api: { Name: 'second' } }) });
    expect(readAssembly(folder, { api: 'Two/Api' })).toMatchObject({ apiId: 'Api', name: 'second' });
  });

  test('is found in the assembly of a stage, which may also be given by itself', () => {
    const nested = assemblyFiles({ ProdApi: { Resources: apiResources() } });
    const artifacts = { Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } };
    const folder = tempFolder({
      'manifest.json': { artifacts },
      ...Object.fromEntries(Object.entries(nested).map(([path, content]) => [`assembly-Prod/${path}`, content])),
    });
    expect(readAssembly(folder)).toEqual(readAssembly(join(folder, 'assembly-Prod')));
    expect(readAssembly(folder, { api: 'ProdApi/Api' }).routes[0]?.target).toMatchObject({
      function: { codeDir: join(folder, 'assembly-Prod/asset.code') },
    });
  });

  test('is not one whose condition does not hold', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Resources = apiResources({ others: { Other: { ...api(), Condition: 'Never' } } });
    expect(readAssembly(tempFolder(assemblyFiles({ Stack: { Conditions, Resources } }))).apiId).toBe('Api');
  });

  test.each<[string, Readonly<Record<string, Readonly<Record<string, unknown>>>>, string | undefined, string]>([
    [
      'no stack',
      {},
      undefined,
      'Cloud assembly . — got no stack — expected a stack with an AWS::ApiGatewayV2::Api of protocol HTTP — name the output folder of an app that has one',
    ],
    [
      'no HTTP API',
      { One: {}, Two: { Socket: WEBSOCKET, Rest: { Type: 'AWS::ApiGateway::RestApi' } } },
      undefined,
      'Cloud assembly . — got no HTTP API in One, Two — expected a stack with an AWS::ApiGatewayV2::Api of protocol HTTP — name the output folder of an app that has one',
    ],
    [
      'several',
      { One: apiResources(), Two: apiResources({ others: { Other: api() } }) },
      undefined,
      'Cloud assembly . — got 3 HTTP APIs: One/Api, Two/Api, Two/Other — expected one, or to be told which — choose it with --api, for example --api One/Api',
    ],
    [
      'none of that name',
      { One: apiResources(), Two: apiResources() },
      'Three/Api',
      'HTTP API "Three/Api" in . — got no such API — expected one of One/Api, Two/Api — write --api STACK/LOGICALID',
    ],
    [
      'a WebSocket API of that name',
      { One: apiResources({ others: { Socket: WEBSOCKET } }) },
      'One/Socket',
      'HTTP API "One/Socket" in . — got no such API — expected one of One/Api — write --api STACK/LOGICALID',
    ],
    [
      'one of that name asked for, and none there',
      { One: {} },
      'One/Api',
      'HTTP API "One/Api" in . — got no such API — expected an API of the assembly, which has none — write --api STACK/LOGICALID',
    ],
  ])('cannot be told: %s [F231]', (_, stacks, wanted, message) => {
    expect(faultIn(assembly(stacks), wanted)).toBe(message);
  });
});

describe('the API that was meant', () => {
  const folder = () => assembly({ Backend: apiResources({ others: { OrdersApi5D8A: api() } }), Two: apiResources() });

  test.each([
    ["a construct's id, without the hash", 'Backend/OrdersApi', 'Backend/OrdersApi5D8A'],
    ['the logical id alone', 'OrdersApi5D8A', 'Backend/OrdersApi5D8A'],
    ['other letters', 'two/api', 'Two/Api'],
    ['a slip', 'Tow/Api', 'Two/Api'],
  ])('is suggested for %s', (_, wanted, meant) => {
    expect(faultIn(folder(), wanted)).toBe(
      `HTTP API "${wanted}" in . — got no such API — expected one of Backend/Api, Backend/OrdersApi5D8A, Two/Api — did you mean --api ${meant}?`,
    );
  });

  test.each(['', 'Elsewhere/Something'])('is not guessed for %j', (wanted) => {
    expect(faultIn(folder(), wanted)).toMatch(/ — write --api STACK\/LOGICALID$/);
  });
});

test('an assembly of another app, written with Sub, conditions, an alias and parameters, is read with all values', () => {
  const resources = apiResources({
    integration: {
      IntegrationUri: {
        'Fn::Sub':
          'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Alias}/invocations',
      },
      TimeoutInMillis: '5000',
    },
    authorizer: {
      IdentitySource: ['$request.querystring.access_token'],
      JwtConfiguration: { Audience: { Ref: 'Audiences' }, Issuer: { 'Fn::Sub': 'https://${Host}/oauth2/token' } },
    },
    fn: {
      FunctionName: { 'Fn::Sub': '${AWS::StackName}-fn' },
      Environment: { Variables: { STAGE: { Ref: 'Stage' }, LIMIT: 5, DEBUG: { 'Fn::If': ['IsProd', 'no', 'yes'] } } },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', LogGroup: { Ref: 'Logs' } },
      MemorySize: '512',
      Timeout: 7,
    },
    permission: { FunctionName: { Ref: 'Alias' } },
    routes: {
      'GET /me': { scopes: ['read'], metadata: { Access: { anyToken: 'because' } } },
      'GET /debug': { properties: {} },
    },
    others: {
      Alias: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Function' }, FunctionVersion: '3', Name: 'live' },
      },
      Logs: { Type: 'AWS::Logs::LogGroup' },
    },
  });
  const template = {
    Parameters: {
      Stage: { Type: 'String', Default: 'test' },
      Host: { Type: 'String', Default: 'is.example.com' },
      Audiences: { Type: 'CommaDelimitedList', Default: 'a,b' },
    },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { ...resources, Route1: { ...resources['Route1'], Condition: 'IsProd' } },
  };
  const folder = tempFolder(assemblyFiles({ Foreign: template }, { 'index.js': '' }));
  const name = 'Foreign-fn';
  expect(readAssembly(folder)).toEqual({
    apiId: 'Api',
    name: 'test',
    region: 'eu-west-1',
    accountId: '111122223333',
    stages: [{ name: '$default', variables: {}, routeThrottles: {} }],
    mappings: [],
    routes: [
      {
        routeKey: 'GET /me',
        reason: 'because',
        authorization: {
          kind: 'jwt',
          authorizer: {
            id: 'Authorizer',
            issuer: 'https://is.example.com/oauth2/token',
            audience: ['a', 'b'],
            identitySource: '$request.querystring.access_token',
          },
          scopes: ['read'],
        },
        target: {
          kind: 'function',
          function: {
            id: 'Function',
            name,
            arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}:live`,
            version: '1',
            region: 'eu-west-1',
            codeDir: join(folder, 'asset.code'),
            handler: 'index.handler',
            runtime: 'nodejs24.x',
            timeoutMs: 7000,
            memoryMiB: 512,
            environment: { STAGE: 'test', LIMIT: '5', DEBUG: 'yes' },
            logGroup: 'Logs',
            logFormat: 'JSON',
            logLevel: 'WARN',
          },
          timeoutMs: 5000,
          invokers: ['arn:aws:execute-api:eu-west-1:111122223333:Api/*'],
        },
      },
    ],
    notEmulated: [],
  });
});
