/** A part of a month's usage, and what a unit of it costs. */
export interface Tier {
  /** Up to how many units of the month. @default - all that are left */
  readonly upTo?: number;
  /** In US dollars, for one unit of the price. */
  readonly usd: number;
}

/** The price of one thing, without free tiers, discounts and tax. */
export interface AwsPrice {
  /** The name of the thing paid for. */
  readonly what: string;
  /** For what the tiers say dollars: `million requests`. */
  readonly unit: string;
  /** The number of counted things that one unit of the price covers. @default 1 */
  readonly per?: number;
  readonly tiers: readonly Tier[];
  /** The page on which AWS publishes it. */
  readonly source: string;
  /** The day of the copy of the source that was read, `YYYY-MM-DD`. @default - the copy bears no date */
  readonly read?: string;
}

/** All prices are of this region; others differ. */
export const PRICE_REGION = 'us-east-1';

const LIST = 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';
const CLOUDWATCH = `${LIST}/AmazonCloudWatch/current/us-east-1/index.json`;
const LAMBDA = `${LIST}/AWSLambda/current/us-east-1/index.json`;
const MILLION = 1_000_000;

/** Every price that the estimate uses. */
export const PRICES = {
  httpApiRequest: {
    what: 'HTTP API requests, of up to 512 KB',
    unit: 'million requests',
    per: MILLION,
    tiers: [{ upTo: 300, usd: 1 }, { usd: 0.9 }],
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    read: '2026-09-20',
  },
  lambdaRequest: {
    what: 'Lambda requests',
    unit: 'million requests',
    per: MILLION,
    tiers: [{ usd: 0.2 }],
    source: LAMBDA,
    read: '2026-09-06',
  },
  lambdaDuration: {
    what: 'Lambda duration, arm64',
    unit: 'million GB-seconds',
    per: MILLION,
    tiers: [{ upTo: 7_500, usd: 13.3334 }, { upTo: 18_750, usd: 12.0001 }, { usd: 10.6667 }],
    source: LAMBDA,
    read: '2026-09-06',
  },
  lambdaDurationX86: {
    what: 'Lambda duration, x86_64',
    unit: 'million GB-seconds',
    per: MILLION,
    tiers: [{ upTo: 6_000, usd: 16.6667 }, { upTo: 15_000, usd: 15 }, { usd: 13.3334 }],
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  logsTakenIn: {
    what: 'CloudWatch Logs of AWS services (vended), taken in',
    unit: 'GB',
    tiers: [{ upTo: 10_240, usd: 0.5 }, { upTo: 30_720, usd: 0.25 }, { upTo: 51_200, usd: 0.1 }, { usd: 0.05 }],
    source: CLOUDWATCH,
    read: '2026-09-22',
  },
  logsKept: {
    what: 'CloudWatch Logs, kept',
    unit: 'GB and month',
    tiers: [{ usd: 0.03 }],
    source: CLOUDWATCH,
    read: '2026-09-22',
  },
  metric: {
    what: 'CloudWatch metrics of filters, routes and the function',
    unit: 'metric and month',
    tiers: [{ upTo: 10_000, usd: 0.3 }, { upTo: 250_000, usd: 0.1 }, { upTo: 1_000_000, usd: 0.05 }, { usd: 0.02 }],
    source: CLOUDWATCH,
    read: '2026-09-24',
  },
  alarmMetric: {
    what: 'CloudWatch alarms, standard resolution',
    unit: 'metric and month',
    tiers: [{ usd: 0.1 }],
    source: CLOUDWATCH,
    read: '2026-09-24',
  },
  dashboard: {
    what: 'CloudWatch dashboards',
    unit: 'dashboard and month',
    tiers: [{ usd: 3 }],
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    read: '2026-08-12',
  },
  key: {
    what: 'KMS keys, before rotation adds to it',
    unit: 'key and month',
    tiers: [{ usd: 1 }],
    source: 'https://aws.amazon.com/kms/pricing/',
  },
  trace: {
    what: 'X-Ray traces, recorded',
    unit: 'million traces',
    per: MILLION,
    tiers: [{ usd: 5 }],
    source: 'https://aws.amazon.com/xray/pricing/',
  },
  transferOut: {
    what: 'Data out to the internet',
    unit: 'GB',
    tiers: [{ upTo: 10_240, usd: 0.09 }, { upTo: 51_200, usd: 0.085 }, { upTo: 153_600, usd: 0.07 }, { usd: 0.05 }],
    source: `${LIST}/AWSDataTransfer/current/us-east-1/index.json`,
    read: '2026-09-06',
  },
} as const satisfies Record<string, AwsPrice>;

/** The cost of a month's quantity, in US dollars: each tier's part at the tier's price. */
export function costOf({ tiers, per = 1 }: AwsPrice, quantity: number): number {
  const units = quantity / per;
  let from = 0;
  let usd = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd: each } of tiers) {
    usd += Math.max(0, Math.min(units, upTo) - from) * each;
    from = upTo;
  }
  return usd;
}

/** The assumptions of an estimate about the requests. */
export interface RequestLoad {
  /** The average duration of an invocation, in milliseconds. */
  readonly durationMs: number;
  /** Memory of every function, in MiB. @default - each its own */
  readonly memoryMiB?: number | undefined;
  /** The average size of a response, head and body, in bytes. */
  readonly responseBytes: number;
}

/** The steps of an estimate, in requests per second around the clock. */
export const STEPS = [10, 100, 1_000, 10_000] as const;

/** A month as AWS counts it: 730 hours. */
export const SECONDS_PER_MONTH = 730 * 3600;

/** A gigabyte as AWS counts it. */
export const GB = 2 ** 30;
