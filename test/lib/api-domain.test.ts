import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../lib/config/environment';
import type { Domain } from '../../lib/config/features';
import { synthesize } from '../support/synth';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:222222222222:certificate/0a1b2c3d-0000-4000-8000-000000000000';
const ZONE = { id: 'Z0123456789ABC', name: 'example.com' };

function withDomain(domain: Omit<Domain, 'name'>, environment: Partial<Environment> = {}): Template {
  return synthesize(
    { env: 'dev' },
    { environment: { domain: { name: 'api.example.com', ...domain }, ...environment } },
  );
}

describe('a domain with a certificate that is there', () => {
  const template = withDomain({ certificateArn: CERTIFICATE });

  test('takes TLS 1.2 or newer under that certificate', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'api.example.com',
      DomainNameConfigurations: [
        { CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', IpAddressType: 'ipv4' },
      ],
      MutualTlsAuthentication: Match.absent(),
    });
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
  });

  test('leads to the stage, and is the only way to the API', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiId: { Ref: Match.stringLikeRegexp('Api') },
      DomainName: { Ref: Match.stringLikeRegexp('Domain') },
      Stage: '$default',
      ApiMappingKey: Match.absent(),
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
  });

  test('is what the output Url says, and DomainTarget says where the name has to lead', () => {
    template.hasOutput('Url', { Value: 'https://api.example.com' });
    template.hasOutput('DomainTarget', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Domain'), 'RegionalDomainName'] },
    });
  });

  test('makes no records without a zone', () => {
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('a domain with a hosted zone', () => {
  test('gets a certificate that is validated there, and an alias record', () => {
    const template = withDomain({ hostedZone: ZONE });
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'api.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'api.example.com', HostedZoneId: ZONE.id }],
    });
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'api.example.com.',
      Type: 'A',
      HostedZoneId: ZONE.id,
      AliasTarget: {
        DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] },
        HostedZoneId: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalHostedZoneId'] },
      },
    });
  });

  test('keeps a certificate that is given', () => {
    const template = withDomain({ hostedZone: ZONE, certificateArn: CERTIFICATE });
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
  });

  test('answers over IPv6 too where the API does', () => {
    const template = withDomain({ hostedZone: ZONE }, { ipAddressType: 'dualstack' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { IpAddressType: 'dualstack' });
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ IpAddressType: 'dualstack' })],
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'api.example.com.', Type: 'AAAA' });
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
  });
});

describe('a name that is there', () => {
  const template = withDomain({ existing: true, mappingKey: 'orders/v1' });

  test('gets a mapping, and nothing else', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      DomainName: 'api.example.com',
      ApiMappingKey: 'orders/v1',
      Stage: '$default',
    });
    for (const type of ['ApiGatewayV2::DomainName', 'CertificateManager::Certificate', 'Route53::RecordSet']) {
      template.resourceCountIs(`AWS::${type}`, 0);
    }
  });

  test('is the only way to the API, below its mapping key', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.hasOutput('Url', { Value: 'https://api.example.com/orders/v1' });
    expect(template.findOutputs('DomainTarget')).toEqual({});
  });

  test('leaves the execute-api address on for as long as that is asked for', () => {
    withDomain({ existing: true, executeApiUntil: '2027-01-31' }).hasResourceProperties('AWS::ApiGatewayV2::Api', {
      DisableExecuteApiEndpoint: false,
    });
  });
});

test('a name that the stack makes may have a mapping key, too', () => {
  const template = withDomain({ certificateArn: CERTIFICATE, mappingKey: 'v1' });
  template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
    DomainName: { Ref: Match.stringLikeRegexp('Domain') },
    ApiMappingKey: 'v1',
  });
  template.hasOutput('Url', { Value: 'https://api.example.com/v1' });
});

test('pages of other origins may call below a mapping key: the answers to their preflights know no path', () => {
  const cors = { allowOrigins: ['https://app.example.com'] };
  const [plain, mapped] = [
    withDomain({ existing: true }, { cors }),
    withDomain({ existing: true, mappingKey: 'v1' }, { cors }),
  ];
  const corsOf = (of: Template) =>
    Object.values(of.findResources('AWS::ApiGatewayV2::Api')).map(({ Properties }) => Properties.CorsConfiguration);
  expect(corsOf(mapped)).toEqual(corsOf(plain));
  expect(corsOf(mapped)).toEqual([expect.objectContaining({ AllowOrigins: cors.allowOrigins })]);
});

test('mutual TLS trusts the bundle in S3, and proves the name where that is asked for', () => {
  withDomain({
    certificateArn: CERTIFICATE,
    mutualTls: {
      truststore: 's3://a-bucket/folder/ca.pem',
      truststoreVersion: 'v1',
      ownershipCertificateArn: CERTIFICATE,
    },
  }).hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    MutualTlsAuthentication: { TruststoreUri: 's3://a-bucket/folder/ca.pem', TruststoreVersion: 'v1' },
    DomainNameConfigurations: [Match.objectLike({ OwnershipVerificationCertificateArn: CERTIFICATE })],
  });
});

test('the key of the bundle is taken as it is', () => {
  const key = 'a folder/ca?v=1#2 ü%20.pem';
  withDomain({ certificateArn: CERTIFICATE, mutualTls: { truststore: `s3://a-bucket/${key}` } }).hasResourceProperties(
    'AWS::ApiGatewayV2::DomainName',
    { MutualTlsAuthentication: { TruststoreUri: `s3://a-bucket/${key}` } },
  );
});

test('without a domain the API answers at its execute-api address', () => {
  const template = synthesize({ env: 'dev' });
  template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
    DisableExecuteApiEndpoint: false,
    IpAddressType: Match.absent(),
  });
});

test('a domain with a certificate of its own, DNS records and mutual TLS is as reviewed', () => {
  const { Resources, Outputs } = withDomain(
    {
      hostedZone: ZONE,
      mutualTls: { truststore: 's3://truststore-bucket/ca.pem', truststoreVersion: 'version-id' },
    },
    { ipAddressType: 'dualstack' },
  ).toJSON();
  const added = Object.entries(Resources).filter(([id]) => /^Domain|^HttpApi[0-9A-F]{8}$/.test(id));
  expect({ Resources: Object.fromEntries(added), Outputs }).toMatchSnapshot();
});
