import { markdownTable } from '../kit/text';
import { CACHE_SECONDS, type Estimate, KEPT_SHARE, LAMBDA_AUTHORIZER, type Step, TRACED_SHARE } from './estimate';
import { type AwsPrice, PRICES, SECONDS_PER_MONTH } from './prices';
import type { Quota } from './quotas';

const NUMBER = new Intl.NumberFormat('en-US');

/** An estimate for people, in Markdown. */
export function estimateText(estimate: Estimate): string {
  const { environment, priceRegion, steps, quotas } = estimate;
  const rates = steps.map(({ requestsPerSecond }) => `${NUMBER.format(requestsPerSecond)}/s`);
  return [
    `US dollars a month for \`${environment}\`, at a steady rate around the clock, at the prices of ${priceRegion}:`,
    '',
    ...markdownTable('lrrrr', ['', ...rates], costRows(steps)),
    '',
    assumptions(estimate),
    '',
    'How much of each limit that is, with an AWS account as it comes; **bold** is what is met first:',
    '',
    ...markdownTable('lrrrrrl', ['', 'limit', ...rates, 'raise it by'], quotaRows(quotas, steps)),
    '',
    'What the native authorizer saves: a Lambda authorizer would cost on top, in US dollars a month',
    '',
    ...markdownTable('lrrrr', ['', ...rates], authorizerRows(steps)),
    '',
    `for ${LAMBDA_AUTHORIZER.durationMs} ms of ${LAMBDA_AUTHORIZER.memoryMiB} MiB each time, before its log and its cold starts. Remembered verdicts are counted`,
    `for ${NUMBER.format(LAMBDA_AUTHORIZER.tokens)} tokens in use at any time. The native one has no price of its own and takes none of the concurrency.`,
    '',
    'The prices, without free tiers, discounts and tax:',
    '',
    ...markdownTable(
      'lllll',
      ['', 'US dollars', 'for a', 'published at', 'read'],
      Object.entries<AwsPrice>(PRICES)
        // Nobody who has none of them wants to read of it.
        .filter(
          ([name]) => name !== 'lambdaDurationX86' || estimate.functions.some((one) => one.architecture === 'x86_64'),
        )
        .map(([, price]) => priceRow(price)),
    ),
  ].join('\n');
}

function costRows(steps: readonly Step[]): string[][] {
  const [first] = steps;
  return [
    ...(first?.items ?? []).map(({ name }, index) => [
      name,
      ...steps.map(({ items }) => dollars(items[index]?.usd ?? 0)),
    ]),
    ['**Together**', ...steps.map(({ totalUsd }) => `**${dollars(totalUsd)}**`)],
    [
      'for a million requests',
      ...steps.map(({ requestsPerSecond, totalUsd }) =>
        dollars((totalUsd / (requestsPerSecond * SECONDS_PER_MONTH)) * 1_000_000),
      ),
    ],
  ];
}

function assumptions({ load, functions, notCounted, logBytes, logRetentionDays }: Estimate): string {
  const [first, ...others] = functions.map(({ name, memoryMiB }) => ({
    name,
    memory: `${NUMBER.format(memoryMiB)} MiB`,
  }));
  const answered =
    others.length === 0
      ? `by the function, in ${NUMBER.format(load.durationMs)} ms with ${first?.memory}`
      : `by the function of its route, each route as often as any other, in ${NUMBER.format(load.durationMs)} ms with ${[first, ...others].map((one) => `${one?.memory} (${one?.name})`).join(', ')}`;
  return [
    `Assumed: every request is answered ${answered}; ${NUMBER.format(load.responseBytes)} bytes of`,
    `response; ${logBytes.access} bytes of access log and ${NUMBER.format(logBytes.function)} of function log, measured from a sample of each line, kept for ${logRetentionDays} days`,
    `at ${100 * KEPT_SHARE} % of their size; one request a second traced, and ${100 * TRACED_SHARE} % of the others. A GB is 2^30 bytes, a month 730 hours.`,
    ...(notCounted.length > 0 ? ['', `**Not counted**, for want of prices here: ${notCounted.join(', ')}.`] : []),
  ].join('\n');
}

function quotaRows(quotas: readonly Quota[], steps: readonly Step[]): string[][] {
  const share = ({ limit, perRequest }: Quota, { requestsPerSecond }: Step) => (requestsPerSecond * perRequest) / limit;
  return quotas.map((quota) => [
    quota.name,
    NUMBER.format(quota.limit),
    ...steps.map((step) => {
      const mine = share(quota, step);
      const text = mine < 0.01 ? 'below 1 %' : `${NUMBER.format(Math.round(100 * mine))} %`;
      return mine === Math.max(...quotas.map((each) => share(each, step))) ? `**${text}**` : text;
    }),
    quota.raise,
  ]);
}

function authorizerRows(steps: readonly Step[]): string[][] {
  return [
    ['invoked for each request', ...steps.map(({ lambdaAuthorizerUsd: { uncached } }) => dollars(uncached))],
    [
      `verdicts remembered for ${CACHE_SECONDS} s`,
      ...steps.map(({ lambdaAuthorizerUsd: { cached } }) => dollars(cached)),
    ],
  ];
}

function priceRow({ what, unit, tiers, source, read = 'an undated copy' }: AwsPrice): string[] {
  const steps = tiers.map(({ upTo, usd }, index) => {
    const limit = upTo === undefined ? (index === 0 ? '' : ' beyond') : ` up to ${NUMBER.format(upTo)}`;
    return `${usd}${limit}`;
  });
  return [what, steps.join(', '), unit, `[${new URL(source).hostname}](${source})`, read];
}

/** Cents where they matter. */
function dollars(usd: number): string {
  return usd < 100 ? usd.toFixed(2) : NUMBER.format(Math.round(usd));
}
