import { captureOutput } from './support/output';

const output = captureOutput();
const before = process.env;
afterEach(() => {
  process.env = before;
});

/** The origin that one log line and one metric name, in a function of this environment. */
function namesIn(environment: NodeJS.ProcessEnv): { service: unknown; dimension: unknown; namespace: unknown } {
  process.env = environment;
  jest.isolateModules(() => {
    const { logger, metrics }: typeof import('../../lambda/telemetry') = require('../../lambda/telemetry');
    logger.info('one');
    metrics.addMetric('One', 'Count', 1).publishStoredMetrics();
  });
  const [line, metric] = output.lines() as [Record<string, unknown>, Record<string, unknown>];
  const { CloudWatchMetrics } = metric._aws as { CloudWatchMetrics: { Namespace: string }[] };
  return { service: line.service, dimension: metric.service, namespace: CloudWatchMetrics[0]?.Namespace };
}

describe('the names in the telemetry', () => {
  test("are the stack's", () => {
    const environment = { POWERTOOLS_SERVICE_NAME: 'quotes', POWERTOOLS_METRICS_NAMESPACE: 'Example' };
    expect(namesIn({ ...environment, AWS_LAMBDA_FUNCTION_NAME: 'Api-Function-X' })).toEqual({
      service: 'quotes',
      dimension: 'quotes',
      namespace: 'Example',
    });
  });

  test("are the function's own where the stack gives none", () => {
    const name = 'Api-Function-X';
    expect(namesIn({ AWS_LAMBDA_FUNCTION_NAME: name, POWERTOOLS_SERVICE_NAME: '' })).toEqual({
      service: name,
      dimension: name,
      namespace: name,
    });
  });

  test('are there outside Lambda too', () => {
    const name = 'business-function';
    expect(namesIn({})).toEqual({ service: name, dimension: name, namespace: name });
  });
});
