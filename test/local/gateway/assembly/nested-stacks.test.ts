import { faultLine } from '../../../../lib/check/fault';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import { faultOf } from '../../support/fault-of';
import { apiResources, assemblyFiles } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

describe('a nested stack', () => {
  const NESTED = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: {
      Parameters: { ApiId: { Ref: 'Api' } },
      TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.${AWS::URLSuffix}/assets-${AWS::AccountId}/nested.json' },
    },
  };
  const PARAMETERS = { ApiId: { Type: 'String' } };
  const ROUTE = {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'ApiId' }, RouteKey: 'GET /nested', Target: 'integrations/Integration' },
  };

  function withNested(template: object, resources = apiResources({ others: { Nested: NESTED } })): string {
    const files = assemblyFiles({ Stack: { Resources: resources } });
    const asset = (path: string, packaging: string, objectKey: string) => ({
      source: { path, packaging },
      destinations: { current: { objectKey } },
    });
    return tempFolder({
      ...files,
      'nested.template.json': template,
      'Stack.assets.json': {
        files: {
          code: asset('asset.code', 'zip', 'code.zip'),
          nested: asset('nested.template.json', 'file', 'nested.json'),
        },
      },
    });
  }

  test('whose routes may be of the API is answered for, so that no weaker route takes their requests [F225]', () => {
    const ApiId = { 'Fn::ImportValue': 'api' };
    const unknown = { ...NESTED, Properties: { ...NESTED.Properties, Parameters: { ApiId } } };
    const folder = withNested(
      { Parameters: PARAMETERS, Resources: { Route: ROUTE } },
      apiResources({ others: { Nested: unknown } }),
    );
    const refusal = {
      kind: 'not emulated',
      reason: 'Stack/Nested/Route: ApiId: an API that the assembly does not have, or not before it is deployed',
    };
    expect(readAssembly(folder)).toMatchObject({
      routes: [
        { routeKey: 'GET /me', target: { kind: 'function' } },
        { routeKey: 'GET /nested', authorization: refusal, target: refusal },
      ],
      notEmulated: [refusal.reason],
    });
  });

  test('that holds the API is served', () => {
    const folder = withNested({ Resources: apiResources() }, { Nested: NESTED });
    expect(readAssembly(folder, { api: 'Stack/Nested/Api' })).toMatchObject({
      apiId: 'Api',
      routes: [{ routeKey: 'GET /me', target: { kind: 'function' } }],
    });
  });

  test.each([
    ['https://example.com/nested.yaml', '"https://example.com/nested.yaml"'],
    [{ Ref: 'Api.Url' }, 'TemplateURL: nothing in the template is named "Api.Url"'],
    [undefined, '""'],
  ])('whose template is not in the assembly is an error: %j', (TemplateURL, got) => {
    const nested = { ...NESTED, Properties: { TemplateURL } };
    expect(faultOf(() => readAssembly(withNested({}, apiResources({ others: { Nested: nested } }))))).toBe(
      faultLine({
        what: 'Stack/Nested: TemplateURL',
        got,
        expected: 'a template among the assets of the assembly',
        fix: "nest it as the CDK's NestedStack; routes that are left out could let their requests through to a weaker one",
      }),
    );
  });
});
