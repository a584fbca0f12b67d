/** A name of one's own for the API, instead of the `execute-api` address. TLS 1.2 or newer. */
export interface Domain {
  /** The host name, in lower case: `api.example.com`. */
  readonly name: string;

  /**
   * True where the name is in API Gateway already, in the account and region of the stack: another stack made it, of another
   * environment or of another team. The API is mapped below it, and no more: its certificate, its records and the client
   * certificates that it asks for are of whoever made it. It must take TLS 1.2 or newer.
   *
   * @default false: the stack makes the name
   */
  readonly existing?: boolean;

  /**
   * The beginning of the paths that are the API's, below the name: `orders`, or `orders/v1`. Routes and the event have the path without
   * it. Several environments, and other APIs, share a name under keys of their own; the longest key that fits counts. Letters, digits
   * and `$-_.+!*'(),`, in segments between slashes; at most 300 characters.
   *
   * @default - every path that no other key of the name takes
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
   */
  readonly mappingKey?: string;

  /**
   * The ARN of a certificate for the name in ACM, in the region of the stack.
   *
   * @default - a certificate is made, and validated through `hostedZone`
   */
  readonly certificateArn?: string;

  /**
   * The public hosted zone of the name in Route 53. It gets the alias records, and those that validate the certificate. A name
   * has one record of each kind: records for a second region (by latency, weight or failover) are not supported. For those leave this
   * out, give `certificateArn`, and make them by the outputs DomainTarget of both stacks.
   *
   * @default - no records: point the name to the stack's output DomainTarget. Needs `certificateArn`
   */
  readonly hostedZone?: HostedZoneName;

  /**
   * Until which day, `2027-01-31`, the `execute-api` address goes on answering beside the name: the time in which callers move. It
   * stays on for as long as this is set. The day closes nothing by itself: after it, remove this and deploy, and the address
   * answers 403. Not together with `mutualTls`, which that address does not ask for; nor should it be with an `existing` name that
   * asks for client certificates.
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

/**
 * Protected resource metadata (RFC 9728) for clients that have no token yet: the issuer, the scopes, and how to send a token.
 */
export interface ResourceMetadata {
  /**
   * The https address of a page for the developers of clients.
   *
   * @default - none is named
   */
  readonly documentationUrl?: string;
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
