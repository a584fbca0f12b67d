import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IssuerMirror } from '../config/issuer-mirror';
import { shortName } from './short-name';

export interface MirrorDistributionProps extends Pick<IssuerMirror, 'certificateArn' | 'hostedZone'> {
  /** The issuer's host. */
  readonly host: string;
  readonly bucket: IBucket;
}

/** CloudFront's limit, in characters. */
const LONGEST = { originAccessControl: 64, cachePolicy: 128 } as const;

/**
 * Serves the bucket at the issuer's host: over HTTPS alone, without redirects, to anyone. Nothing is established of API Gateway's
 * client but that it asks with GET, so nothing stands between it and the documents: no filter, no compression, no error page.
 */
export class MirrorDistribution extends Construct {
  readonly distribution: Distribution;
  /** The public record. Undefined where no zone was given. */
  readonly record: ARecord | undefined;

  constructor(scope: Construct, id: string, props: MirrorDistributionProps) {
    super(scope, id);
    const { host, bucket, certificateArn, hostedZone } = props;
    const { stackName } = Stack.of(this);

    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Discovery and keys of ${host}`,
      domainNames: [host],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      // The newest that a client of unknown age is known to manage.
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      enableIpv6: false,
      defaultBehavior: {
        // Both are named: the names that the CDK makes are the same in every environment, and each is once in an account.
        origin: S3BucketOrigin.withOriginAccessControl(bucket, {
          originAccessControl: new S3OriginAccessControl(this, 'Access', {
            originAccessControlName: shortName(stackName, LONGEST.originAccessControl),
          }),
        }),
        cachePolicy: new CachePolicy(this, 'Cache', {
          cachePolicyName: shortName(stackName, LONGEST.cachePolicy),
          minTtl: Duration.seconds(0),
          defaultTtl: Duration.seconds(60),
          maxTtl: Duration.seconds(300),
          cookieBehavior: CacheCookieBehavior.none(),
          headerBehavior: CacheHeaderBehavior.none(),
          queryStringBehavior: CacheQueryStringBehavior.none(),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        compress: false,
      },
    });
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-CFR1',
        reason: 'API Gateway fetches the documents from addresses that AWS does not fix, in any country',
      },
      {
        id: 'AwsSolutions::AwsSolutions-CFR2',
        reason:
          'two public documents, cached; rules of AWS WAF may turn away the client of API Gateway, and with it every caller',
      },
      {
        id: 'AwsSolutions::AwsSolutions-CFR3',
        reason: 'who reads two public documents says nothing; CloudFront counts requests and errors by itself',
      },
    );

    this.record =
      hostedZone &&
      new ARecord(this, 'Ipv4', {
        zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: hostedZone.id,
          zoneName: hostedZone.name,
        }),
        recordName: `${host}.`,
        target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
      });
    new CfnOutput(this, 'Target', {
      value: this.distribution.distributionDomainName,
      description: `Where ${host} has to lead to on the internet`,
    }).overrideLogicalId('MirrorTarget');
  }
}
