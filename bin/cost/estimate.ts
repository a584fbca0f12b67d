import type { Config } from '../../lib/config/types';
import type { StackTemplate } from '../support/template-of';
import { authorizerCost, LAMBDA_AUTHORIZER } from './authorizer-cost';
import { type Load, STEPS } from './load';
import { type LogBytes, logBytes } from './log-bytes';
import { type CostItem, monthlyCost } from './monthly-cost';
import { PRICE_REGION } from './prices';
import { type Quota, quotasOf } from './quotas';

/** What an environment costs and carries, step by step. */
export interface Estimate {
  readonly environment: string;
  /** The region of the prices, whatever the environment's. */
  readonly priceRegion: string;
  readonly load: Load;
  readonly logBytes: LogBytes;
  readonly logRetentionDays: number;
  readonly steps: readonly Step[];
  readonly quotas: readonly Quota[];
}

/** A steady rate, around the clock. */
export interface Step {
  readonly requestsPerSecond: number;
  readonly items: readonly CostItem[];
  /** In US dollars a month. */
  readonly totalUsd: number;
  /** What a Lambda authorizer would cost on top, in US dollars a month. */
  readonly lambdaAuthorizerUsd: { readonly cached: number; readonly uncached: number };
}

/** How long the verdicts of the Lambda authorizer are remembered that the estimate compares with. */
export const CACHE_SECONDS = 300;

/** Estimates every step. */
export function estimate(config: Config, template: StackTemplate, load: Load): Estimate {
  return {
    environment: config.name,
    priceRegion: PRICE_REGION,
    load,
    logBytes: logBytes(template),
    logRetentionDays: config.environment.logRetentionDays,
    steps: STEPS.map((requestsPerSecond) => {
      const items = monthlyCost(config, template, load, requestsPerSecond);
      const authorizer = (cacheSeconds: number) =>
        authorizerCost({ ...LAMBDA_AUTHORIZER, cacheSeconds }, requestsPerSecond);
      return {
        requestsPerSecond,
        items,
        totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
        lambdaAuthorizerUsd: { cached: authorizer(CACHE_SECONDS), uncached: authorizer(0) },
      };
    }),
    quotas: quotasOf(config.environment, load),
  };
}
