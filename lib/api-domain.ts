import { CfnOutput } from 'aws-cdk-lib';
import {
  ApiMapping,
  DomainName,
  EndpointType,
  type IHttpApi,
  type IHttpStage,
  IpAddressType,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Domain } from './config/features';
import { domainUrl } from './config/names';

export interface ApiDomainProps {
  /** The name, its certificate and its zone, or that it is there; and the key that the API is mapped by. */
  readonly domain: Domain;
  readonly api: IHttpApi;
  readonly stage: IHttpStage;

  /**
   * True has the name answer over IPv6 too.
   *
   * @default false
   */
  readonly dualStack?: boolean;
}

/**
 * A custom domain name for an API: TLS 1.2 or newer, and client certificates where a trust store is given. Of a name that is there
 * it makes the mapping only.
 */
export class ApiDomain extends Construct {
  /** `https://`, the name, and the mapping key where there is one; without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { domain, api, stage, dualStack = false } = props;
    const { name, mappingKey } = domain;
    const domainName = domain.existing
      ? // Records alone ask where it leads, and they are of whoever made it.
        DomainName.fromDomainNameAttributes(this, 'Name', { name, regionalDomainName: '', regionalHostedZoneId: '' })
      : this.makeName(domain, dualStack);
    new ApiMapping(this, 'Mapping', { api, stage, domainName, apiMappingKey: mappingKey });
    this.url = domainUrl(domain);
  }

  /** The name, its certificate and its records. */
  private makeName(domain: Domain, dualStack: boolean): DomainName {
    const { name, mutualTls } = domain;
    const zone = domain.hostedZone && this.importZone(domain.hostedZone);
    const domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate: this.certificate(domain, zone),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      ipAddressType: dualStack ? IpAddressType.DUAL_STACK : IpAddressType.IPV4,
      ...(mutualTls && { mtls: this.truststore(mutualTls) }),
      ...(mutualTls?.ownershipCertificateArn && {
        ownershipCertificate: Certificate.fromCertificateArn(this, 'Ownership', mutualTls.ownershipCertificateArn),
      }),
    });
    if (zone) {
      const target = RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(domainName.regionalDomainName, domainName.regionalHostedZoneId),
      );
      new ARecord(this, 'Ipv4', { zone, recordName: `${name}.`, target });
      if (dualStack) {
        new AaaaRecord(this, 'Ipv6', { zone, recordName: `${name}.`, target });
      }
    }
    new CfnOutput(this, 'Target', {
      value: domainName.regionalDomainName,
      description: `Where ${name} has to lead to`,
    }).overrideLogicalId('DomainTarget');
    return domainName;
  }

  private certificate({ name, certificateArn }: Domain, zone: IHostedZone | undefined): ICertificate {
    return certificateArn === undefined
      ? new Certificate(this, 'Certificate', { domainName: name, validation: CertificateValidation.fromDns(zone) })
      : Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
  }

  private importZone({ id, name }: NonNullable<Domain['hostedZone']>): IHostedZone {
    return HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
  }

  private truststore({ truststore, truststoreVersion }: NonNullable<Domain['mutualTls']>) {
    // Not a URL parser: it would escape the key, and cut it at `?` and `#`.
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststore) ?? [];
    return {
      bucket: Bucket.fromBucketName(this, 'Truststore', bucket),
      key,
      ...(truststoreVersion && { version: truststoreVersion }),
    };
  }
}
