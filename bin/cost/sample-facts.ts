import type { AccessLogFacts } from '../../local/gateway/access-log';

/** A request that is answered, with ids as long as those of AWS and WSO2 IS. */
export const SAMPLE_FACTS: AccessLogFacts = {
  accountId: '111111111111',
  apiId: 'a1b2c3d4e5',
  stage: '$default',
  requestId: 'JKJaXmPLvHcESHA=',
  time: Date.UTC(2026, 0, 1),
  method: 'POST',
  path: '/quotes',
  host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  sourceIp: '192.0.2.107',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  routeKey: 'POST /quotes',
  status: 200,
  responseLength: 700,
  responseLatency: 38,
  claims: {
    sub: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
    client_id: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
    azp: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
  },
  authorizerError: undefined,
  errorMessage: undefined,
  integration: {
    latency: 32,
    serviceStatus: 200,
    status: 200,
    requestId: '5f1c7e0e-1111-4222-8333-444455556666',
    error: undefined,
  },
};
