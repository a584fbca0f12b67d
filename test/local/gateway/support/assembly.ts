import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import { tempFolder } from './temp-folders';

type Resources = Record<string, TemplateResource>;

/** A route of {@link apiResources}. */
export interface RouteFixture {
  /** The scopes behind the JWT authorizer; empty for any token. Left out: a route without authorization. */
  readonly scopes?: readonly string[];
  /** Further properties of the route, or other values for those it has. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The differences from the plainest API: each is merged into the properties of the resource of that name. */
export interface ApiFixture {
  readonly api?: Readonly<Record<string, unknown>>;
  readonly stage?: Readonly<Record<string, unknown>>;
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly integration?: Readonly<Record<string, unknown>>;
  readonly fn?: Readonly<Record<string, unknown>>;
  readonly permission?: Readonly<Record<string, unknown>>;
  /** By route key. @default one route `GET /me` without authorization */
  readonly routes?: Readonly<Record<string, RouteFixture>>;
  /** Resources besides these. `undefined` takes one away. */
  readonly others?: Readonly<Record<string, TemplateResource | undefined>>;
}

const ref = (id: string) => ({ Ref: id });

/** The resources of an HTTP API, as the CDK writes them. */
export function apiResources(fixture: ApiFixture = {}): Resources {
  const { routes = { 'GET /me': {} }, others = {} } = fixture;
  const account = [':', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':'];
  const resources: Record<string, TemplateResource | undefined> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'test', ProtocolType: 'HTTP', ...fixture.api } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true, ...fixture.stage },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: ref('Api'),
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Audience: ['client'], Issuer: 'https://localhost:9443/oauth2/token' },
        Name: 'Authorizer',
        ...fixture.authorizer,
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref('Api'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Function', 'Arn'] },
        PayloadFormatVersion: '2.0',
        ...fixture.integration,
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' }, S3Key: 'code.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        ...fixture.fn,
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':execute-api', ...account, ref('Api'), '/*']] },
        ...fixture.permission,
      },
    },
    ...Object.fromEntries(Object.entries(routes).map(([key, route], index) => [`Route${index}`, routeOf(key, route)])),
    ...others,
  };
  return Object.fromEntries(Object.entries(resources).filter(([, resource]) => resource !== undefined)) as Resources;
}

function routeOf(routeKey: string, { scopes, properties, metadata }: RouteFixture): TemplateResource {
  return {
    Type: 'AWS::ApiGatewayV2::Route',
    ...(metadata && { Metadata: metadata }),
    Properties: {
      ApiId: ref('Api'),
      ...(scopes && { AuthorizationType: 'JWT', AuthorizerId: ref('Authorizer') }),
      ...(scopes && scopes.length > 0 && { AuthorizationScopes: scopes }),
      RouteKey: routeKey,
      Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
      ...properties,
    },
  };
}

/** The files of a cloud assembly of stacks by name, as `cdk synth` lays them out, with the function's code as an asset. */
export function assemblyFiles(
  stacks: Readonly<Record<string, object>>,
  code: Readonly<Record<string, string>> = { 'index.mjs': '' },
  environment = 'aws://111122223333/eu-west-1',
): Record<string, unknown> {
  const files: Record<string, unknown> = {};
  const artifacts: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(stacks)) {
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment,
      properties: { templateFile: `${name}.template.json` },
      displayName: name,
    };
    artifacts[`${name}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
    files[`${name}.template.json`] = template;
    files[`${name}.assets.json`] = {
      version: '55.0.0',
      files: {
        code: {
          source: { path: 'asset.code', packaging: 'zip' },
          destinations: { current: { bucketName: 'assets', objectKey: 'code.zip' } },
        },
      },
    };
  }
  for (const [path, content] of Object.entries(code)) {
    files[`asset.code/${path}`] = content;
  }
  return { ...files, 'manifest.json': { version: '55.0.0', artifacts } };
}

/** Writes a cloud assembly with one stack, `Stack`, and the code of its function. */
export function writeAssembly(fixture: ApiFixture = {}, code?: Readonly<Record<string, string>>): string {
  return tempFolder(assemblyFiles({ Stack: { Resources: apiResources(fixture) } }, code));
}
