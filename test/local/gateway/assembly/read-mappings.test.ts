import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import { apiResources, assemblyFiles, writeAssembly } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

const domain = (properties: object = {}): TemplateResource => ({
  Type: 'AWS::ApiGatewayV2::DomainName',
  Properties: { DomainName: 'API.example.com', ...properties },
});
const mapping = (properties: object = {}): TemplateResource => ({
  Type: 'AWS::ApiGatewayV2::ApiMapping',
  Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default', ...properties },
});

function read(mapped: TemplateResource, name = domain()) {
  return readAssembly(writeAssembly({ others: { Domain: name, Mapping: mapped } }));
}

describe('a mapping of a custom domain', () => {
  test.each<[string, object, object]>([
    ['of the root', {}, { key: '', stage: '$default' }],
    ['of a key', { ApiMappingKey: 'orders/v1' }, { key: 'orders/v1', stage: '$default' }],
    ['to a stage of the template', { Stage: { Ref: 'Stage' } }, { key: '', stage: '$default' }],
  ])('%s is read', (_, properties, expected) => {
    expect(read(mapping(properties))).toMatchObject({
      mappings: [{ domainName: 'api.example.com', ...expected }],
      notEmulated: [],
    });
  });

  test('and a domain of another stack are read, by what that stack exports', () => {
    const api = { Resources: apiResources(), Outputs: { Api: { Value: { Ref: 'Api' }, Export: { Name: 'api' } } } };
    const Mapping = mapping({ ApiId: { 'Fn::ImportValue': 'api' } });
    const domains = { Resources: { Domain: domain(), Mapping } };
    expect(readAssembly(tempFolder(assemblyFiles({ Stack: api, Domains: domains }))).mappings).toEqual([
      { domainName: 'api.example.com', key: '', stage: '$default' },
    ]);
  });

  test('of another domain than the API has is none of its own', () => {
    const Far = mapping({ ApiId: 'far', DomainName: 'far.example.com' });
    expect(readAssembly(writeAssembly({ others: { Far } })).mappings).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['no domain', { DomainName: undefined }, 'Stack/Mapping: DomainName: there is none'],
    [
      'a domain that is known only once it is deployed',
      { DomainName: { 'Fn::ImportValue': 'name' } },
      'Stack/Mapping: DomainName: no stack of the assembly exports "name"',
    ],
    ['a key that is no text', { ApiMappingKey: ['a'] }, 'Stack/Mapping: ApiMappingKey: ["a"] is not a string'],
  ])('with %s is named, and not there [F237]', (_, properties, note) => {
    expect(read(mapping(properties))).toMatchObject({ mappings: [], notEmulated: [note] });
  });

  test.each<[string, object, object, string]>([
    ['no stage', { Stage: undefined }, {}, 'Stack/Mapping: Stage: there is none'],
    ['a property that is new', { Weight: 10 }, {}, 'Stack/Mapping: Weight is not emulated'],
    [
      'a domain that routes by rules',
      {},
      { RoutingMode: 'ROUTING_RULE_THEN_API_MAPPING' },
      'Stack/Domain: RoutingMode ROUTING_RULE_THEN_API_MAPPING is not emulated',
    ],
  ])('with %s is named, and its requests refused [F235]', (_, properties, domainProperties, reason) => {
    expect(read(mapping(properties), domain(domainProperties))).toMatchObject({
      mappings: [{ domainName: 'api.example.com', key: '', stage: { kind: 'not emulated', reason } }],
      notEmulated: [reason],
    });
  });

  test('behind client certificates blocks the API, whichever stack the domain stands in', () => {
    const api = { Resources: apiResources(), Outputs: { Api: { Value: { Ref: 'Api' }, Export: { Name: 'api' } } } };
    const Domain = domain({ MutualTlsAuthentication: { TruststoreUri: 's3://bucket/ca.pem' } });
    const domains = { Resources: { Domain, Mapping: mapping({ ApiId: { 'Fn::ImportValue': 'api' } }) } };
    expect(readAssembly(tempFolder(assemblyFiles({ Stack: api, Domains: domains }))).blocked?.reason).toBe(
      'Domains/Domain: MutualTlsAuthentication: client certificates are not emulated',
    );
  });
});
