import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { TemplateResource } from '../../../../local/gateway/assembly/template';
import { apiResources, assemblyFiles, writeAssembly } from '../support/assembly';
import { tempFolder } from '../support/temp-folders';

describe('an API that would not be served as API Gateway serves it is blocked', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['imported', { Body: { openapi: '3.0.1' } }, 'Stack/Api: Body is not emulated'],
    ['imported from S3', { BodyS3Location: { Key: 'a' } }, 'Stack/Api: BodyS3Location is not emulated'],
    ['quickly created', { Target: 'arn:aws:lambda:eu-west-1:1:function:f' }, 'Stack/Api: Target is not emulated'],
    ['of a property that is new', { Firewall: true }, 'Stack/Api: Firewall is not emulated'],
  ])('%s [F227]', (_, properties, reason) => {
    const model = readAssembly(writeAssembly({ api: properties }));
    expect(model.blocked).toEqual({ kind: 'not emulated', reason });
    expect(model.notEmulated).toContain(reason);
  });

  test('behind client certificates [F228]', () => {
    const MutualTlsAuthentication = { TruststoreUri: 's3://bucket/ca.pem' };
    const domain = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { MutualTlsAuthentication } };
    expect(readAssembly(writeAssembly({ others: { Domain: domain } })).blocked?.reason).toBe(
      'Stack/Domain: MutualTlsAuthentication: client certificates are not emulated',
    );
  });

  test.each<[unknown, string | undefined]>([
    [
      'AWS::Serverless-2016-10-31',
      `Stack/Api: the template's Transform "AWS::Serverless-2016-10-31" is not emulated; it may add routes`,
    ],
    [
      ['AWS::SecretsManager-2020-07-23', 'Mine'],
      `Stack/Api: the template's Transform "Mine" is not emulated; it may add routes`,
    ],
    [
      [{ Name: 'AWS::Include' }],
      `Stack/Api: the template's Transform {"Name":"AWS::Include"} is not emulated; it may add routes`,
    ],
    ['AWS::SecretsManager-2024-09-16', undefined],
  ])('made by the macro %j: %s [F229]', (Transform, reason) => {
    const folder = tempFolder(assemblyFiles({ Stack: { Transform, Resources: apiResources() } }));
    expect(readAssembly(folder).blocked?.reason).toBe(reason);
  });
});

describe('what is noted, and served', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, TemplateResource>>, string]>([
    [
      'the default endpoint switched off',
      { DisableExecuteApiEndpoint: true },
      {},
      'Stack/Api: DisableExecuteApiEndpoint is not emulated; the API is served here all the same',
    ],
    [
      'CORS that is known only once it is deployed',
      { CorsConfiguration: { AllowOrigins: [{ 'Fn::ImportValue': 'origin' }] } },
      {},
      'Stack/Api: CorsConfiguration: no stack of the assembly exports "origin"',
    ],
    [
      'CORS that is malformed',
      { CorsConfiguration: { AllowOrigins: '*' } },
      {},
      'Stack/Api: CorsConfiguration.AllowOrigins: "*" is not a list of strings',
    ],
  ])('%s [F238] [F239]', (_, properties, others, note) => {
    const model = readAssembly(writeAssembly({ api: properties, others }));
    expect(model).toMatchObject({ notEmulated: [note], routes: [{ target: { kind: 'function' } }] });
    expect(model.blocked).toBeUndefined();
    expect(model.cors).toBeUndefined();
  });
});
