import { type AccessLogFacts, compileAccessLogFormat } from '../../local/gateway';
import { resourcesOf, type StackTemplate } from '../project/template';

/** The lines that the function of a stack writes for a request: one of its log, and its metrics. */
export function functionLines(stackName: string): readonly string[] {
  const functionName = `${stackName}-BusinessFunction3BE0E2C9-a1b2c3d4e5f6`;
  return [
    {
      level: 'INFO',
      message: 'Answered',
      timestamp: '2026-01-01T00:00:00.000Z',
      service: 'quotes',
      cold_start: false,
      function_arn: `arn:aws:lambda:eu-west-1:111111111111:function:${functionName}`,
      function_memory_size: '512',
      function_name: functionName,
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
            Namespace: stackName,
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
}

/**
 * The lines that Lambda itself writes for an invocation, in JSON at its default level.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
const PLATFORM_LINES: readonly string[] = [
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

/** The bytes that one request adds to the logs. */
export interface LogBytes {
  /** Its line in the access log. */
  readonly access: number;
  /** Its lines in the function's log, those of Lambda included. */
  readonly function: number;
}

/** Measures a sample request: the access log's line in the template's own format, and the lines of the function. */
export function logBytes(template: StackTemplate, stackName: string): LogBytes {
  const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  const format: string | undefined = stage?.[1].Properties?.['AccessLogSettings']?.Format;
  return {
    access: format === undefined ? 0 : Buffer.byteLength(compileAccessLogFormat(format)(SAMPLE_FACTS)),
    function: Buffer.byteLength([...functionLines(stackName), ...PLATFORM_LINES].join('')),
  };
}

/** A request that is answered, with ids as long as those of AWS and WSO2 IS. */
const SAMPLE_FACTS: AccessLogFacts = {
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
