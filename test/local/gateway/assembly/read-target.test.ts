import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { type ApiFixture, writeAssembly } from '../support/assembly';

describe('a target that is not understood is refused', () => {
  const onRoute = (Target: unknown): ApiFixture => ({ routes: { 'GET /me': { properties: { Target } } } });
  const onIntegration = (integration: ApiFixture['integration']): ApiFixture => ({ integration });

  test.each<[string, ApiFixture, string]>([
    ['no target', onRoute(undefined), 'Route0: Target: there is none'],
    [
      'a target of another form',
      onRoute('arn:aws:lambda:x'),
      'Route0: Target: "arn:aws:lambda:x" is not "integrations/ID"',
    ],
    [
      'an integration that is not there',
      onRoute('integrations/abc'),
      'abc: the assembly has no AWS::ApiGatewayV2::Integration of this name',
    ],
    [
      'another kind of integration',
      onIntegration({ IntegrationType: 'HTTP_PROXY' }),
      'Integration: IntegrationType HTTP_PROXY is not emulated',
    ],
    [
      'a service of AWS',
      onIntegration({ IntegrationSubtype: 'SQS-SendMessage' }),
      'Integration: IntegrationType AWS_PROXY (SQS-SendMessage) is not emulated',
    ],
    ['a VPC link', onIntegration({ ConnectionType: 'VPC_LINK' }), 'Integration: ConnectionType is not emulated'],
    [
      'a role',
      onIntegration({ CredentialsArn: 'arn:aws:iam::1:role/r' }),
      'Integration: CredentialsArn is not emulated',
    ],
    [
      'parameters that are mapped',
      onIntegration({ RequestParameters: { 'overwrite:path': '/x' } }),
      'Integration: RequestParameters is not emulated',
    ],
    [
      'payload format 1.0',
      onIntegration({ PayloadFormatVersion: '1.0' }),
      'Integration: PayloadFormatVersion 1.0 is not emulated',
    ],
    [
      'no payload format, which means 1.0',
      onIntegration({ PayloadFormatVersion: undefined }),
      'Integration: PayloadFormatVersion 1.0 is not emulated',
    ],
    [
      'no function',
      onIntegration({ IntegrationUri: undefined }),
      'Integration: IntegrationUri: "" is not the ARN of a Lambda function',
    ],
    [
      "a function's name, which is no ARN",
      onIntegration({ IntegrationUri: { Ref: 'Function' } }),
      'Integration: IntegrationUri: "Function" is not the ARN of a Lambda function',
    ],
    [
      'a stage variable',
      onIntegration({
        IntegrationUri: { 'Fn::Sub': 'arn:aws:lambda:eu-west-1:111122223333:function:${!stageVariables.fn}' },
      }),
      'Integration: IntegrationUri: the function ${stageVariables.fn} is not in the assembly',
    ],
    [
      'a function that no stack of the assembly exports',
      onIntegration({ IntegrationUri: { 'Fn::ImportValue': 'fn' } }),
      'Integration: IntegrationUri: no stack of the assembly exports "fn"',
    ],
    [
      'a function that is not there',
      onIntegration({ IntegrationUri: 'arn:aws:lambda:eu-west-1:1:function:far' }),
      'Integration: IntegrationUri: the function far is not in the assembly',
    ],
    [
      'a timeout that is no number',
      onIntegration({ TimeoutInMillis: 'soon' }),
      'Integration: TimeoutInMillis: "soon" is not a number',
    ],
  ])('%s [F218] [F219] [F220] [F221] [F222]', (_, fixture, reason) => {
    const model = readAssembly(writeAssembly(fixture));
    expect(model.routes).toMatchObject([{ target: { kind: 'not emulated', reason: `Stack/${reason}` } }]);
    expect(model.notEmulated).toEqual([`Stack/${reason}`]);
  });

  test('which takes nothing from the authorizer', () => {
    expect(
      readAssembly(writeAssembly({ routes: { 'GET /me': { scopes: [] } }, integration: { IntegrationType: 'MOCK' } }))
        .routes,
    ).toMatchObject([{ authorization: { kind: 'jwt' }, target: { kind: 'not emulated' } }]);
  });
});
