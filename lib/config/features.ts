/** A name of one's own for the API, instead of the `execute-api` address. TLS 1.2 or newer. */
export interface Domain {
  /** The host name, in lower case: `api.example.com`. */
  readonly name: string;

  /**
   * The ARN of a certificate for the name in ACM, in the region of the stack.
   *
   * @default - a certificate is made, and validated through `hostedZone`
   */
  readonly certificateArn?: string;

  /**
   * The public hosted zone of the name in Route 53. It gets the alias records, and those that validate the certificate.
   *
   * @default - no records: point the name to the stack's output DomainTarget. Needs `certificateArn`
   */
  readonly hostedZone?: HostedZoneName;

  /**
   * Until which day, `2027-01-31`, the `execute-api` address goes on answering beside the name: the time in which callers move. It
   * stays on for as long as this is set. The day closes nothing by itself: after it, remove this and deploy, and the address
   * answers 403. Not together with `mutualTls`, which that address does not ask for.
   *
   * @default - the `execute-api` address is switched off
   */
  readonly executeApiUntil?: string;

  /**
   * Asks clients for a certificate of their own, besides the token.
   *
   * @default - clients need no certificate
   */
  readonly mutualTls?: MutualTls;
}

/** A hosted zone that is there. */
export interface HostedZoneName {
  /** Its id: `Z0123456789ABCDEFGHIJ`. */
  readonly id: string;
  /** Its domain, which the API's name ends with: `example.com`. */
  readonly name: string;
}

/** The client certificates that are accepted. */
export interface MutualTls {
  /** A PEM bundle of certificate authorities in S3, in the region of the stack: `s3://bucket/key.pem`. */
  readonly truststore: string;

  /**
   * The version of that object. With one, a new bundle takes effect by a deployment, not by an upload.
   *
   * @default - the newest
   */
  readonly truststoreVersion?: string;

  /**
   * The ARN of a public ACM certificate that proves who owns the name. Needed where `certificateArn` was imported into ACM
   * or issued by a private authority.
   *
   * @default - none
   */
  readonly ownershipCertificateArn?: string;
}

/** Alarms, a dashboard and saved queries. They cost money: see docs/operations.md. */
export interface Monitoring {
  /**
   * The e-mail addresses that get the alarms. Each address has to confirm a message from AWS first.
   *
   * @default - nobody: the alarms show in CloudWatch, and their topic may be subscribed to by other means
   */
  readonly emails?: readonly string[];

  /**
   * Answers of 500 and above, in percent of all requests, from which on there is an alarm. Above 0, at most 100.
   *
   * @default 1
   */
  readonly serverErrorPercent?: number;

  /**
   * The 99th percentile of the time to answer, in milliseconds, from which on there is an alarm. 1–30000.
   *
   * @default 3000
   */
  readonly latencyP99Milliseconds?: number;

  /**
   * Requests refused with 401 or 403, in percent of all requests, from which on there is an alarm. Above 0, at most 100.
   *
   * @default 50
   */
  readonly refusedPercent?: number;

  /**
   * The address at which the people who get an alarm find docs/operations.md: that in your repository's web pages.
   *
   * @default 'docs/operations.md'
   */
  readonly runbookUrl?: string;
}

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

/** The network of the publisher. It needs no way to the internet. */
export interface MirrorVpc {
  /** `vpc-0123456789abcdef0`. */
  readonly id: string;
  /** Its subnets with a route to WSO2 IS and to S3, best one in each of two availability zones: `subnet-…`. At least one. */
  readonly subnets: readonly string[];
  /** What the publisher may reach: WSO2 IS and the DNS of the VPC, and S3 over HTTPS. `sg-…`, 1–5. */
  readonly securityGroups: readonly string[];

  /**
   * The route tables of the subnets, `rtb-…`, for a gateway endpoint of S3, which lets through the two documents of the mirror and
   * nothing else: whatever else uses these route tables would lose S3.
   *
   * @default - no endpoint is made: the VPC has one, or another way to S3
   */
  readonly s3RouteTables?: readonly string[];
}

/** The levels that the function logs at, the most talkative first. */
export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Moves callers to a new version of the function little by little, and back where an alarm goes off meanwhile. */
export interface GradualDeliveryConfig {
  /**
   * How: a first share of the calls and the minutes that it is watched for, or one share more each few minutes. An alarm needs up
   * to five minutes to go off: with `canary-10-percent-5-minutes` it may come too late to move callers back.
   *
   * @default 'canary-10-percent-10-minutes'
   */
  readonly strategy?: DeliveryStrategy;
}

/** The ways that CodeDeploy offers. */
export const DELIVERY_STRATEGIES = [
  'canary-10-percent-5-minutes',
  'canary-10-percent-10-minutes',
  'canary-10-percent-15-minutes',
  'canary-10-percent-30-minutes',
  'linear-10-percent-every-minute',
  'linear-10-percent-every-2-minutes',
  'linear-10-percent-every-3-minutes',
  'linear-10-percent-every-10-minutes',
] as const;

export type DeliveryStrategy = (typeof DELIVERY_STRATEGIES)[number];
