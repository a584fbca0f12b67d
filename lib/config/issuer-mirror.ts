import type { HostedZoneName } from './features';
import type { FunctionVpc } from './function';

/**
 * Publishes the discovery document and the keys of a WSO2 IS that the internet cannot reach, at the issuer's own host name, for
 * API Gateway to fetch: the mirror. Inside the network the name leads to WSO2 IS, outside to the mirror. It is a stack of its
 * own, which `npm run deploy` deploys before that of the API. Needs `account` and `region` beside it, in the partition `aws`.
 */
export interface IssuerMirror {
  /** The ARN of a certificate for the issuer's host in ACM, in us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;

  /**
   * The public hosted zone of the issuer's host in Route 53. It gets the alias record that leads to the mirror.
   *
   * @default - no record: point the name to the stack's output MirrorTarget
   */
  readonly hostedZone?: HostedZoneName;

  /** The network from which the publisher reaches WSO2 IS. */
  readonly vpc: MirrorVpc;

  /**
   * The PEM file of the authorities that the certificate of WSO2 IS may come from, `config/NAME.pem`: these and no others. It
   * holds certificates only, and travels in the environment of the function, which has room for one or two of them.
   *
   * @default - the public authorities that Node trusts
   */
  readonly ca?: string;

  /**
   * The key ids that may be published: with this list a new key of WSO2 IS is a change of the configuration, reviewed and
   * deployed. The publisher refuses a key set that has another one.
   *
   * @default - every usable key of WSO2 IS
   */
  readonly kids?: readonly string[];

  /**
   * The ARNs of IAM roles that may write the two documents besides the function's own: that of a cron job which runs
   * `npm run mirror` in a network of yours, for one. Whoever can take such a role can make tokens that the API accepts.
   *
   * @default - none
   */
  readonly publisherArns?: readonly string[];
}

/**
 * The network of the publisher. It needs no way to the internet: a route to WSO2 IS, and one to S3. The security groups let out
 * to WSO2 IS and the DNS of the VPC, and to S3 over HTTPS.
 */
export interface MirrorVpc extends Required<FunctionVpc> {
  /**
   * The route tables of the subnets, `rtb-…`, for a gateway endpoint of S3, which lets through the two documents of the mirror and
   * nothing else: whatever else uses these route tables would lose S3.
   *
   * @default - no endpoint is made: the VPC has one, or another way to S3
   */
  readonly s3RouteTableIds?: readonly string[];
}
