/** What the function writes for a request that it answers: a line of its log, and its metrics. */
export const FUNCTION_LINES: readonly string[] = [
  {
    level: 'INFO',
    message: 'Answered',
    timestamp: '2026-01-01T00:00:00.000Z',
    service: 'quotes',
    cold_start: false,
    function_arn:
      'arn:aws:lambda:eu-west-1:111111111111:function:wso2-http-api-prod-BusinessFunction3BE0E2C9-a1b2c3d4e5f6',
    function_memory_size: '512',
    function_name: 'wso2-http-api-prod-BusinessFunction3BE0E2C9-a1b2c3d4e5f6',
    function_request_id: '5f1c7e0e-1111-4222-8333-444455556666',
    sampling_rate: 0,
    xray_trace_id: '1-6a9299d8-49fa1ebe4ba1ae342ee07e3a',
    correlation_id: 'JKJaXmPLvHcESHA=',
    route: 'POST /quotes',
    subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
    client_id: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
    status: 200,
  },
  {
    _aws: {
      Timestamp: 1767225600000,
      CloudWatchMetrics: [
        {
          Namespace: 'Wso2HttpApi/wso2-http-api-prod',
          Dimensions: [['service', 'route']],
          Metrics: [{ Name: 'Answered', Unit: 'Count' }],
        },
      ],
    },
    service: 'quotes',
    route: 'POST /quotes',
    Answered: 1,
  },
].map((line) => JSON.stringify(line));

/**
 * What Lambda itself writes for an invocation, in JSON at its default level.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export const PLATFORM_LINES: readonly string[] = [
  {
    time: '2026-01-01T00:00:00.000Z',
    type: 'platform.start',
    record: { requestId: '5f1c7e0e-1111-4222-8333-444455556666', version: '$LATEST' },
  },
  {
    time: '2026-01-01T00:00:00.000Z',
    type: 'platform.report',
    record: {
      requestId: '5f1c7e0e-1111-4222-8333-444455556666',
      metrics: { durationMs: 18.352, billedDurationMs: 19, memorySizeMB: 512, maxMemoryUsedMB: 104 },
      tracing: {
        spanId: '24cd7d670fa455f0',
        type: 'X-Amzn-Trace-Id',
        value: 'Root=1-6a9299d8-49fa1ebe4ba1ae342ee07e3a;Parent=35465b3a9e2f7c6a;Sampled=1',
      },
      status: 'success',
    },
  },
].map((line) => JSON.stringify(line));
