import type { Price } from './prices';

/** What a month's quantity costs, in US dollars: each tier's part at the tier's price. */
export function costOf({ tiers, per = 1 }: Price, quantity: number): number {
  const units = quantity / per;
  let from = 0;
  let usd = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd: each } of tiers) {
    usd += Math.max(0, Math.min(units, upTo) - from) * each;
    from = upTo;
  }
  return usd;
}
