import type { Environment } from '../lib/config/environment';
import type { Previews } from '../lib/config/previews';

/**
 * The name of this project in AWS and in WSO2 IS: its stacks are `NAME-ENVIRONMENT`, and all else is called after them. Another
 * API in the same account needs another name.
 *
 * After an edit run `npm run architecture`, `npm run cost`, `npm run execution-policy`, `npm run openapi` and `npm test -- -u`: the name stands in
 * what they write. A deployment then makes new stacks; those of the old name stay until they are destroyed.
 */
export const project = 'wso2-http-api';

/**
 * The environments of the API: one literal each, chosen with `-c env=NAME`. The meaning of each value, its default and the
 * values it may take stand in `lib/config/environment.ts`; a wrong one is refused before AWS is asked.
 */
export const environments = {
  /** `npm start`: the issuer that WSO2 IS has when nobody configured it. Never deployed. */
  local: {
    laptopOnly: true,
    issuer: 'https://localhost:9443/oauth2/token',
    clientIds: ['local_client'],
  },

  /** Account and region of the caller's profile. */
  dev: {
    issuer: 'https://is.dev.example.com/oauth2/token',
    clientIds: ['replace_with_dev_client_id'],
    detailedMetrics: false,
    tags: { environment: 'dev' },
  },

  prod: {
    account: '111111111111',
    region: 'eu-west-1',
    issuer: 'https://is.example.com/oauth2/token',
    clientIds: ['replace_with_prod_client_id'],
    throttle: { rateLimit: 500, burstLimit: 1000 },
    cors: { allowOrigins: ['https://app.example.com'] },
    ipAddressType: 'dualstack',
    functionMemoryMiB: 512,
    monitoring: {
      emails: ['replace-with-your-team@example.com'],
      runbookUrl: 'https://git.example.com/your-team/your-repository/blob/main/docs/operations.md',
    },
    gradualDelivery: {},
    logRetentionDays: 365,
    terminationProtection: true,
    tags: { environment: 'prod' },
  },
} satisfies Record<string, Environment>;

/**
 * Copies of an environment that come and go, for each pull request, say: `-c env=pr-12`. They trust what that one trusts, have no
 * domain, no alarms and nothing that two stacks cannot share, and leave nothing when `npm run destroy` takes them away. What
 * previews have otherwise stands beside `from`; the members and their defaults are in `lib/config/previews.ts`. Undefined: none.
 */
export const previews: Previews | undefined = { from: 'dev' };
